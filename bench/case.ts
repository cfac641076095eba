/** A benchmark is a file in `bench/cases/` whose default export is a `Case`, or a list of them. */
import type { Engine } from "../core/engine/engine.ts";

/** A task whose time is measured on an engine. */
export interface Case {
  /** The measurement's name, such as "train-step". */
  readonly name: string;
  /** A name for several cases, which are measured only if it is given, or their own. */
  readonly group?: string;
  /** What is done in the time measured, such as "a step of 32 images". */
  readonly unit: string;
  /** Engines that are left out, because they would take minutes. */
  readonly without?: readonly string[];
  /** Does everything that is not to be measured. */
  prepare(engine: Engine): Prepared | Promise<Prepared>;
}

/** A case that is ready to be measured. */
export interface Prepared {
  /** Does the task once. */
  once(): Promise<CaseNotes | void>;
  close?(): Promise<void> | void;
}

/** Measurements of the last time that the case takes itself. */
export interface CaseNotes {
  /** Milliseconds, where `once` has to do more than what is measured. */
  readonly ms?: number;
  /** The peak memory of its process, in bytes. */
  readonly peak?: number;
}

/** One line of `deno task bench --json`. Programs read it: keys may be added, but not changed. */
export interface Measurement {
  readonly name: string;
  readonly engine: string;
  readonly threads: number;
  /** The median over the rounds, in milliseconds. */
  readonly ms: number;
  readonly unit: string;
  /** The fastest round in milliseconds, the one that other programs disturbed least. */
  readonly best: number;
  readonly rounds: number;
  /** Milliseconds of the first time, which compiles and fills caches. */
  readonly first: number;
  /** The peak memory in bytes, where the case is a process. */
  readonly peak?: number;
  /** Of the library that computes. */
  readonly version: string;
}

/** What a benchmark is: a file in `bench/cases/` that exports one of these by default. */
import type { Engine } from "../core/engine/engine.ts";

/** Something whose time is measured on an engine. */
export interface Case {
  /** The measurement's name, such as "train-step". */
  readonly name: string;
  /** What one time is of, such as "a step of 32 images". */
  readonly unit: string;
  /** Engines that this is not asked of: they would take minutes. */
  readonly without?: readonly string[];
  /** Makes everything ready, so that `once` does nothing but what is measured. */
  prepare(engine: Engine): Prepared | Promise<Prepared>;
}

/** A case that is ready to be measured. */
export interface Prepared {
  once(): Promise<CaseNotes | void>;
  close?(): Promise<void> | void;
}

/** What a case knows about its last time better than whoever holds the watch. */
export interface CaseNotes {
  /** The milliseconds that count, where getting ready can't be taken out. */
  readonly ms?: number;
  /** The most memory its process has taken, in bytes. */
  readonly peak?: number;
}

/** One line of `deno task bench --json`: a contract, keys may be added but not changed. */
export interface Measurement {
  readonly name: string;
  readonly engine: string;
  readonly threads: number;
  /** The median of the rounds. */
  readonly ms: number;
  readonly unit: string;
  /** The fastest round: what the machine can do when nothing disturbs it. */
  readonly best: number;
  readonly rounds: number;
  /** The first time, which compiles and fills caches. */
  readonly first: number;
  /** The most memory that the process has taken, in bytes, where the case is a process. */
  readonly peak?: number;
  readonly version: string;
}

/** What a run passes to the report, and what the report's JSON contains. */
import type { Check } from "./checks.ts";
import type { Claim } from "./claims.ts";
import type { PlotLayout } from "./figure.ts";
import type { Json } from "./json.ts";
import type { Output } from "./output.ts";
import type { Language } from "./interface_texts.ts";

/** Data that a lab used. */
export interface DataUsed {
  readonly name: string;
  /** The origin of this copy: "embedded subset", a path, an address. */
  readonly source: string;
  readonly sha256: string;
  readonly licence?: string;
  /** Given if these data replace the chapter's own: what they are and why. */
  readonly standIn?: string;
}

/** Another lab of the same series. */
export interface LabNeighbour {
  /** Its file name without the extension. */
  readonly lab: string;
  readonly title: string;
}

/** What computed the numbers. */
export interface EngineUsed {
  readonly name: string;
  readonly version: string;
  readonly threads: number;
}

/** The results of a finished or interrupted lab, for `writeReport`. */
export interface ReportInput {
  /**
   * The lab's file name without its extension, "10_fashion_mnist"; the report's files have it too.
   */
  readonly lab: string;
  /** The lab's source text, and its path as messages name it. */
  readonly source: string;
  readonly sourcePath: string;
  readonly mode: "quick" | "full";
  /** Null for a lab that computes without an engine. */
  readonly engine: EngineUsed | null;
  readonly seconds: number;
  /** ISO 8601 with the time zone. */
  readonly startedAt: string;
  /** The command line without the user's folders. */
  readonly command: string;
  readonly seed: number;
  /** What was shown, in order, with the line (from 1) of the `show` call. */
  readonly outputs: readonly { readonly line: number; readonly output: Output }[];
  /** Claims in order, with the line of the `claim` call. */
  readonly claims: readonly (Claim & { readonly line: number })[];
  /** Checks in order, with the line of the `check` call. */
  readonly checks: readonly (Check & { readonly line: number })[];
  readonly data: readonly DataUsed[];
  readonly metrics: Readonly<Record<string, number>>;
  /** Other facts to keep, in order: versions, hash of the lock file, memory, SHA-256 of weights. */
  readonly provenance: Readonly<Record<string, string>>;
  readonly interrupted?: boolean;
  /** Sentences that a reader should know first, such as that data seem to be sorted by class. */
  readonly hints?: readonly string[];
  /** The sentence of the error that ended the run. */
  readonly error?: string;
  /** The language that the page opens with; by default that of the reader's browser. */
  readonly language?: Language;
  /** The labs before and after this one. */
  readonly neighbours?: { readonly previous?: LabNeighbour; readonly next?: LabNeighbour };
  /** The Korean of the lab's texts, as `labs/ko/<lab>.md` has it. */
  readonly korean?: string;
  /** Pipelines as JSON, by name. */
  readonly pipelines?: Readonly<Record<string, Json>>;
  /** The history of each training, epoch by epoch, by the run's name. */
  readonly runs?: Readonly<Record<string, RunJson>>;
}

/**
 * One training: one number per epoch under each of Keras's names; `seconds` differ between runs.
 */
export type RunJson = Readonly<
  Record<"loss" | "accuracy" | "val_loss" | "val_accuracy" | "seconds", readonly number[]>
>;

/** `reports/<lab>.json`. It is a contract: keys may be added, but not changed. */
export interface ReportJson {
  readonly lab: string;
  readonly title: string;
  readonly section: string;
  readonly mode: "quick" | "full";
  /** The engine's name; "none" for a lab without one. */
  readonly engine: string;
  readonly seconds: number;
  readonly startedAt: string;
  readonly claims: readonly ClaimJson[];
  readonly checks: readonly CheckJson[];
  readonly figures: readonly FigureJson[];
  readonly data: readonly DataUsed[];
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly outputs: readonly OutputJson[];
  readonly pipelines: Readonly<Record<string, Json>>;
  readonly runs: Readonly<Record<string, RunJson>>;
  readonly provenance: Readonly<Record<string, string>>;
  readonly interrupted: boolean;
  /** The error that ended the run, in one sentence; missing if there was none. */
  readonly error?: string;
  /** What the report could not show, one sentence each; missing if it shows everything. */
  readonly problems?: readonly string[];
}

/** A claim in the JSON, with NaN and infinities as strings. */
export type ClaimJson = Omit<Claim, "book" | "ours"> & { readonly book: Json; readonly ours: Json };

/** A check in the JSON, with NaN and infinities as strings. */
export type CheckJson = Omit<Check, "value" | "rule"> & {
  readonly value: Json;
  readonly rule: Readonly<Record<string, Json>>;
};

/** An output in the JSON. */
export interface OutputJson {
  readonly line: number;
  readonly kind: string;
  readonly value: Json;
  /** The ids of its figures; the figures themselves are under `figures`. */
  readonly figures?: readonly string[];
}

/** A figure in the JSON: its texts and its numbers. */
export interface FigureJson {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly caption: string;
  readonly alt: string;
  /** The alternative text in Korean, if it was made from the numbers. */
  readonly altKo?: string;
  readonly width: number;
  readonly height: number;
  readonly minWidth?: number;
  readonly fixedAspect: boolean;
  readonly traces: Json;
  readonly layout: PlotLayout;
  readonly frames?: Json;
}

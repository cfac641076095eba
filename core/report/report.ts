/** What a run hands to the report, and what the report's JSON holds. */
import type { Check } from "./checks.ts";
import type { Claim } from "./claims.ts";
import type { PlotLayout } from "./figure.ts";
import type { Json } from "./json.ts";
import type { Output } from "./output.ts";
import type { Language } from "./interface_texts.ts";

/** Data that a lab used. */
export interface DataUsed {
  readonly name: string;
  /** Where this copy came from: "embedded subset", a path, an address. */
  readonly source: string;
  readonly sha256: string;
  readonly licence?: string;
  /** Set if this stands in for the chapter's own data: what it is and why. */
  readonly standIn?: string;
}

/** What computed the numbers. */
export interface EngineUsed {
  readonly name: string;
  readonly version: string;
  readonly threads: number;
}

/** Everything a finished (or interrupted) lab knows: see `writeReport`. */
export interface ReportInput {
  /** The file's name without its ending: "10_fashion_mnist". It names the report's files. */
  readonly lab: string;
  /** The lab's own text and its path, which messages name. */
  readonly source: string;
  readonly sourcePath: string;
  readonly mode: "quick" | "full";
  /** Null for a lab that computes without an engine. */
  readonly engine: EngineUsed | null;
  readonly seconds: number;
  /** ISO 8601, with the time zone. */
  readonly startedAt: string;
  /** The command line, without the user's folders. */
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
  /** Anything else to be kept, in order: versions, lock hash, memory, weights' sha256. */
  readonly provenance: Readonly<Record<string, string>>;
  readonly interrupted?: boolean;
  /** Language of the page's own words and of the text; default "en". */
  readonly language?: Language;
  /** Pipelines as JSON, by name. */
  readonly pipelines?: Readonly<Record<string, Json>>;
  /** What each training gave, epoch by epoch, by the run's name. */
  readonly runs?: Readonly<Record<string, RunJson>>;
}

/** One training: one number an epoch under each of Keras's names; `seconds` differ from run to run. */
export type RunJson = Readonly<
  Record<"loss" | "accuracy" | "val_loss" | "val_accuracy" | "seconds", readonly number[]>
>;

/** `reports/<lab>.json`: a contract, keys may be added but not changed. */
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
}

/** A claim in the JSON: NaN and infinities are written as words. */
export type ClaimJson = Omit<Claim, "book" | "ours"> & { readonly book: Json; readonly ours: Json };

/** A check in the JSON: NaN and infinities are written as words. */
export type CheckJson = Omit<Check, "value" | "rule"> & {
  readonly value: Json;
  readonly rule: Readonly<Record<string, Json>>;
};

/** Something shown, in the JSON. */
export interface OutputJson {
  readonly line: number;
  readonly kind: string;
  readonly value: Json;
  /** The ids of its figures, which stand under `figures`. */
  readonly figures?: readonly string[];
}

/** A figure in the JSON: its words and its numbers. */
export interface FigureJson {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly caption: string;
  readonly alt: string;
  readonly width: number;
  readonly height: number;
  readonly minWidth?: number;
  readonly fixedAspect: boolean;
  readonly traces: Json;
  readonly layout: PlotLayout;
  readonly frames?: Json;
}

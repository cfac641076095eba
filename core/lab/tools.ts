/** What a lab works with, as its author sees it. */
import type { Steps } from "../../dsl/pipeline.ts";
import type { TensorSpec } from "../../dsl/step.ts";
import type { Dataset } from "../data/dataset.ts";
import type { Photograph } from "../data/photographs.ts";
import type { Engine } from "../engine/engine.ts";
import type { ExampleArray } from "../transfer/features.ts";
import type { Model } from "../model/model.ts";
import type { Random } from "../base/random.ts";
import type { Check, CheckRule, Claim, ClaimValue, Showable } from "../report/mod.ts";
import type { Run } from "../training/run.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { Weights } from "../weights/initial.ts";
import type { Fit, FitSettings, Pairs } from "../training/fit_pairs.ts";
import type { Frozen } from "../transfer/frozen.ts";
import type { FullRun } from "./full_run.ts";

/** How a lab may differ from a pipeline's own words when it runs it. */
export interface LabRun {
  /** Names the run in the report: its metrics are `<name>/accuracy`, …; needed from the second on. */
  readonly name?: string;
  /** Instead of the lab's own seed. */
  readonly seed?: number;
  readonly weights?: Weights;
}

/** What a lab says about a claim or a check besides its value. */
export interface Remarks {
  /** A text says why this run cannot judge it ("a quick run trains 2 epochs, not 20"). */
  readonly judge?: true | string;
  /** Why the value is what it is; a claim that differs needs it. */
  readonly why?: string;
}

/**
 * A lab's tools. All functions may be taken out of the object.
 *
 * @typeParam Id The ids of the claims that the lab may state: those of the records it was opened
 * with.
 */
export interface Lab<Id extends string = string> {
  /** True with `--full`: the chapter's own sizes. */
  readonly full: boolean;
  readonly seed: number;
  /** Random numbers that depend on the seed only. */
  readonly random: Random;
  /** `quick` in a quick run, `full` in a full one. */
  pick<T>(quick: T, full: T): T;
  /** Puts something into the report, under the code that calls this. */
  show(...shown: Showable[]): void;
  /** Prints a line, here and in the report. */
  print(...values: readonly unknown[]): void;
  /**
   * States a claim of the book beside what this run found.
   *
   * @throws {UserError} If the lab has no record of the claim, or stated it before.
   */
  claim(id: Id, ours: ClaimValue | null, remarks?: Remarks): Claim;
  /**
   * Checks what the book does not say: `check("the loops and the engine agree", difference,
   * { atMost: 1e-5 })`.
   *
   * @throws {UserError} If the lab made a check of the same words before.
   */
  check(what: string, value: ClaimValue | null, rule: CheckRule, remarks?: Remarks): Check;
  /** Keeps a number under a name in the report's JSON. */
  metric(name: string, value: number): void;
  /** The engine that was asked for, opened at the first call. */
  engine(): Promise<Engine>;
  /** The book's photograph of that name (or the free one that stands in for it), or a file. */
  photograph(name: string): Promise<Photograph>;
  /** A data set: the embedded part in a quick run, the whole set in a full one. */
  dataset(name: string): Promise<Dataset>;
  /** Trains and measures a pipeline that begins with `load`, as its endings say. */
  run(pipeline: Steps, options?: LabRun): Promise<Run>;
  /** Trains a pipeline on examples of the lab's own, to make y of x. */
  fit(
    pipeline: Steps,
    pairs: Pairs,
    options?: Omit<LabRun, "name"> & Pick<FitSettings, "onStep">,
  ): Promise<Fit>;
  /**
   * What the frozen steps of a pipeline make of examples, computed once and kept on disk (unless
   * `keep` is false), and the rest of the pipeline, for `fit`. The report's metrics say what all of
   * it took, read or computed: `features_ms`, `features_computed`.
   */
  frozen(pipeline: Steps, x: ExampleArray, options?: { readonly keep?: boolean }): Promise<Frozen>;
  /** A pipeline with weights drawn from the seed, or with given ones. */
  model(
    pipeline: Steps,
    options?: { seed?: number; weights?: Weights; source?: TensorSpec },
  ): Promise<Model>;
  /**
   * What a pipeline makes of its image, or of `x`: one example gives one result, a batch a batch.
   */
  compute(pipeline: Steps, x?: Tensor): Promise<Tensor>;
  /** Like `compute`, but gets everything ready first: each call computes once. */
  prepare(pipeline: Steps, x?: Tensor): Promise<() => Promise<Tensor>>;
  /**
   * What this lab's full run gave when it was last done; undefined if it never was. A lab may have
   * several, on other data for instance: each has a name.
   */
  fullRun(variant?: string): Promise<FullRun | undefined>;
  /** Writes the report. The last line of every lab. */
  finish(): Promise<void>;
}

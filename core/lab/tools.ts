/** The tools of a lab, as its author uses them. */
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
import type { Weights } from "../weights/initial_weights.ts";
import type { Fit, FitSettings, Pairs } from "../training/fit_pairs.ts";
import type { FrozenFeatures } from "../transfer/frozen_features.ts";
import type { Live } from "./live/live.ts";
import type { FullRun } from "./full_run.ts";

/** The least that a lab needs of a data set. */
export interface LeastData {
  /** The least number of training images; default 1. */
  readonly train?: number;
  /** The least number of test images; default 1. */
  readonly test?: number;
  /** The classes that the test images must contain. */
  readonly tested?: readonly number[];
}

/** How a lab runs a pipeline, beyond what the pipeline itself says. */
export interface LabRun {
  /** Names the run in the report: its metrics are `<name>/accuracy`, …. Needed from the second run on. */
  readonly name?: string;
  /** Replaces the lab's own seed. */
  readonly seed?: number;
  /** The weights to start from; by default those that the pipeline names, or random ones. */
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
 * A lab's tools. Its functions do not use `this`: a lab may take them out of the object.
 *
 * @typeParam Id The ids of the claims that the lab may state: those of the records it was opened
 * with.
 */
export interface Lab<Id extends string = string> {
  /** True with `--full`, which asks for the chapter's own sizes. */
  readonly full: boolean;
  /** The seed of `--seed`. */
  readonly seed: number;
  /** Random numbers that depend only on the seed. */
  readonly random: Random;
  /** Gives `quick` in a quick run and `full` in a full run. */
  pick<T>(quick: T, full: T): T;
  /** Adds outputs to the report, under the line of the lab that calls this. */
  show(...shown: Showable[]): void;
  /** Adds figures that the page computes itself, each under the line of the lab that calls it. */
  readonly live: Live;
  /** Prints a line on the terminal and in the report. */
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
  /** Adds a number, by name, to the metrics of the report's JSON. */
  metric(name: string, value: number): void;
  /** Opens the engine of `--engine` at the first call, and gives the same one afterwards. */
  engine(): Promise<Engine>;
  /**
   * Opens an image.
   *
   * @param name One of the book's photographs (where it is missing, a free picture stands in for it),
   * or the path of a file.
   *
   * @throws {UserError} If there is no such photograph or file, or if it cannot be read.
   */
  photograph(name: string): Promise<Photograph>;
  /**
   * Loads a data set: that of `--data`; without it, the embedded part in a quick run and the whole set
   * in a full run.
   *
   * @param least What the lab needs; every published set has it.
   * @throws {UserError} If the data set is unknown or unavailable, or if that of `--data` has less
   * than `least`.
   */
  dataset(name: string, least?: LeastData): Promise<Dataset>;
  /**
   * Runs a pipeline that begins with `load`: trains it if it has `train`, and measures it on the test
   * images if it has `evaluate`. The report keeps the metrics and, epoch by epoch, the history.
   *
   * @throws {UserError} If the pipeline begins with another step, or if data or weights are
   * unavailable.
   */
  run(pipeline: Steps, options?: LabRun): Promise<Run>;
  /**
   * Trains a pipeline to predict y from x.
   *
   * @throws {UserError} If the pipeline has no `train` step, or if x or y does not fit it.
   */
  fit(
    pipeline: Steps,
    pairs: Pairs,
    options?: Omit<LabRun, "name"> & Pick<FitSettings, "onStep">,
  ): Promise<Fit>;
  /**
   * Computes the outputs of a pipeline's frozen steps for examples x [count, …], and gives them with
   * the rest of the pipeline, which `fit` then trains. They are computed once and kept on disk, unless
   * `keep` is false. The report's metrics say how many were computed, `features_computed`, and how long
   * computing and reading took, `features_ms`.
   *
   * @throws {UserError} If no step of the pipeline is frozen, or if x does not fit it.
   */
  frozen(
    pipeline: Steps,
    x: ExampleArray,
    options?: { readonly keep?: boolean },
  ): Promise<FrozenFeatures>;
  /**
   * Makes a model of a pipeline, with the given weights or with those that the pipeline names; random
   * ones follow from the seed. `source` is the shape of the data where the pipeline does not say it.
   */
  model(
    pipeline: Steps,
    options?: { seed?: number; weights?: Weights; source?: TensorSpec },
  ): Promise<Model>;
  /**
   * Computes a pipeline's output for the image it begins with, or for x.
   *
   * @param x One example [...], which gives one output, or a batch [count, ...].
   *
   * @throws {UserError} If the pipeline begins with `input` and x is missing.
   */
  compute(pipeline: Steps, x?: Tensor): Promise<Tensor>;
  /** Prepares what `compute` does; each call of the function it gives computes the output once. */
  prepare(pipeline: Steps, x?: Tensor): Promise<() => Promise<Tensor>>;
  /**
   * Reads the kept results of this lab's last full run; undefined if none are kept. A lab may have
   * several full runs, for instance on other data; each has a name, its variant.
   */
  fullRun(variant?: string): Promise<FullRun | undefined>;
  /** Writes the report. Every lab calls this in its last line. */
  finish(): Promise<void>;
}

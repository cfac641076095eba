/**
 * ConvLab's language: image pipelines as data, with shapes checked by the compiler.
 *
 * @example The chapter's network
 * ```ts
 * import { adam, conv, dense, flatten, load, normalize, pipeline, pool, summary, train } from "./mod.ts";
 *
 * const cnn = pipeline(
 *   load("fashion-mnist"), normalize(),
 *   conv(64, { kernel: 3, padding: "same" }), pool(2),
 *   conv(32, { kernel: 3, padding: "same" }), pool(2),
 *   conv(16, { kernel: 3, padding: "same" }), flatten(),
 *   dense(256, "relu"), dense(128, "relu"), dense(10, "softmax"),
 *   train({ epochs: 20, optimizer: adam(), validationSplit: 0.25 }),
 * );
 * console.assert(summary(cnn).includes("Total params: 258,874 (1011.23 KB)"));
 * ```
 *
 * @module
 */
export * from "./words.ts";
export * from "./losses/mod.ts";
export * from "./optimizers/mod.ts";
export * from "./schedules/mod.ts";
export { earlyStopping, type EarlyStoppingOptions, type Monitor } from "./early_stopping.ts";
export * from "./kernels.ts";
export * from "./pipeline.ts";
export * from "./receptive_field.ts";
export * from "./json.ts";
export type { ApplyRule, CheckedSteps, LastOutput } from "./check.ts";
export { split, until } from "./cut.ts";
export { type NetworkName, networkNames, networks } from "./networks/mod.ts";
export * from "./print/mod.ts";
export {
  type Activation,
  activationNames,
  type ActivationRule,
  activations,
  type LastActivation,
  type Squeezing,
} from "./activations.ts";
export { type InitializerName, initializerNames, initializers } from "./initializers.ts";
export {
  type DatasetInfo,
  type DatasetName,
  datasetNamed,
  type Datasets,
  datasets,
} from "./datasets.ts";
export { type ResizeMatrix, resizeMatrix, type ResizeMethod } from "./resample.ts";
export {
  define,
  defineStep,
  type Definition,
  type StepDefinition,
  type WithRule,
} from "./definition.ts";
export { UserError } from "./errors.ts";
export type { ConvWindow, Ops, Padding, Pair, PoolWindow, Value } from "./ops.ts";
export * from "./step.ts";

// For labs that define steps of their own.
/** The fields of a step: what its options may be. */
export * as fields from "./fields.ts";
export type { Field, Fields, FieldValues, ReadStep, Schema } from "./fields.ts";
export {
  type Activated,
  type ActivationOf,
  type ImageSpec,
  needImage,
  needInput,
  type NeedsImage,
  type NeedsInput,
  type NeedsVector,
  needVector,
  type NoInput,
  type ShapeOf,
  type ShowShape,
  showShape,
  type StepBefore,
  type VectorSpec,
  type WithActivation,
} from "./shape.ts";
export { type PartOutput, partOutput, stepList } from "./part.ts";
export type { BackgroundOptions } from "./steps/background.ts";
export type { Named } from "./steps/named.ts";
export type { PerAxis } from "./window.ts";
export type { JoinRule } from "./joins.ts";
export type { ScoresRule } from "./steps/scores.ts";
export {
  keep,
  keepImage,
  type KeepImageRule,
  type KeepRule,
  type PassRule,
  type RescaleRule,
  type WithoutActivation,
} from "./steps/keep.ts";

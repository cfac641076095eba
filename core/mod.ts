/**
 * The machine, for programs that are not labs: train a pipeline, use the model, keep its weights.
 * The language has an entrance of its own, `dsl/mod.ts`.
 *
 * @example Five steps of training on examples of one's own
 * ```ts
 * import { fit, initialWeights, Model, openEngine, seededRandom } from "./mod.ts";
 * import { assert } from "@std/assert";
 * import { dense, input, meanSquaredError, pipeline, sgd, train } from "../dsl/mod.ts";
 *
 * const line = pipeline(
 *   input(1), dense(1), train({ epochs: 5, batchSize: 4, optimizer: sgd(), loss: meanSquaredError() }),
 * );
 * const random = seededRandom(0);
 * const model = new Model(line, await openEngine("loops"), initialWeights(line, random));
 * const pairs = {
 *   x: { shape: [4, 1], data: new Float32Array([0, 1, 2, 3]) },
 *   y: { shape: [4, 1], data: new Float32Array([1, 3, 5, 7]) },
 * };
 * const { history } = await fit(model, pairs, { random });
 * assert(history.loss.at(-1)! < history.loss[0]!);
 * await model.close();
 * ```
 *
 * @module
 */
export type { NamedWeight, Steps, TensorSpec, Value } from "../dsl/mod.ts";
export { UserError } from "./base/errors.ts";
export { type Random, seededRandom } from "./base/random.ts";
export type { DownloadOptions } from "./data/download.ts";
export type { DataOptions, Provenance } from "./data/provenance.ts";
export { type Dataset, type DatasetOptions, loadDataset, type Split } from "./data/dataset.ts";
export type { CompileOptions, Engine, Executable, Store } from "./engine/engine.ts";
export type { SharedStep, TrainingStep, WeightUpdate } from "./engine/step.ts";
export { engineNames, type EngineOptions, openEngine } from "./engine/open.ts";
export type { Floats, Node, NumberArray, Primitive, Shape } from "./graph/node.ts";
export type { NamedLeaf, RandomLeaf } from "./graph/primitives/leaves.ts";
export type { Program } from "./graph/program.ts";
export { type Tensor } from "./graph/tensor.ts";
export type { GraphOps } from "./graph/ops.ts";
export type { Built } from "./model/build.ts";
export { Model } from "./model/model.ts";
export { Network } from "./model/network.ts";
export { DivergedError } from "./training/divergence.ts";
export { type Fit, fitPairs as fit, type FitSettings, type Pairs } from "./training/fit_pairs.ts";
export { type CheckpointOptions, Checkpoints } from "./training/checkpoints.ts";
export type { TrainingOverrides } from "./training/fit.ts";
export type { History, Resumed, TrainEvent } from "./training/history.ts";
export { type Run, run, type RunOptions } from "./training/run.ts";
export { initialWeights, type Weights } from "./weights/initial_weights.ts";
export {
  decodeSafetensors,
  type Encodable,
  encodeSafetensors,
  type Safetensors,
} from "./weights/safetensors.ts";
export type { Pretrained } from "./weights/pretrained.ts";
export { startingWeights } from "./weights/starting_weights.ts";

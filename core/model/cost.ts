/** Counts the multiplications of a pipeline. */
import { noInput } from "../../dsl/shape.ts";
import type { Steps } from "../../dsl/pipeline.ts";
import type { TensorSpec } from "../../dsl/step.ts";
import { build } from "./build.ts";
import { topological } from "../graph/node.ts";

/**
 * The number of multiplications in convolutions and dense layers for one example: h·w·k·k·c·f for a
 * convolution with an output of h×w×f, a k×k kernel and c input channels; n·u for a dense layer of n
 * inputs and u units. Papers state a network's cost in this way: each multiplication comes with one
 * addition, and biases, activations and pooling are not counted.
 *
 * @param source What the pipeline's source gives, where only the data determines it.
 *
 * @example
 * ```ts
 * import { conv, input, pipeline } from "../../dsl/mod.ts";
 * import { multiplications } from "./cost.ts";
 *
 * const p = pipeline(input(28, 28, 1), conv(64, { kernel: 3, padding: "same" }));
 * console.assert(multiplications(p) === 28 * 28 * 3 * 3 * 64);
 * ```
 */
export function multiplications(pipeline: Steps, source: TensorSpec = noInput): number {
  return topological([build(pipeline, 1, { source }).output]).reduce(
    (sum, { primitive, inputs, attributes }) =>
      sum + (primitive.multiplications?.(inputs.map(({ shape }) => shape), attributes) ?? 0),
    0,
  );
}

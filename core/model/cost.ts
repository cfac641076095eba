/** How much a pipeline computes. */
import { noInput } from "../../dsl/shape.ts";
import type { Steps } from "../../dsl/pipeline.ts";
import type { TensorSpec } from "../../dsl/step.ts";
import { build } from "./build.ts";
import { topological } from "../graph/node.ts";

/**
 * The multiplications that one example costs in convolutions and dense layers: for each output, one
 * a weight it uses (a convolution's h·w·k·k·c·f, a dense layer's n·u). Papers count a network's cost
 * like this: one multiplication goes with one addition, and biases, activations and pooling are left
 * out. `source` is what comes out of the source, where only the data tells.
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

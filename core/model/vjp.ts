/** The output of a pipeline for a tensor, and its vector-Jacobian products. */
import { UserError } from "../base/errors.ts";
import { inputSpecs, type Steps } from "../../dsl/pipeline.ts";
import { requireBatch } from "../graph/border.ts";
import { requireMemory } from "../base/require_memory.ts";
import { programMemory } from "../graph/memory.ts";
import { build } from "./build.ts";
import { drawFeeds } from "./draws.ts";
import type { Engine } from "../engine/engine.ts";
import { gradients } from "../graph/gradient.ts";
import { apply, type Node } from "../graph/node.ts";
import { input } from "../graph/primitives/leaves.ts";
import { program } from "../graph/program.ts";
import { seededRandom } from "../base/random.ts";
import { sizeOf, type Tensor } from "../graph/tensor.ts";
import type { Weights } from "../weights/initial_weights.ts";
import { requireWeights } from "../weights/require_weights.ts";

/** The output of a pipeline, and the vector-Jacobian products if `dy` was passed. */
export interface VjpResult {
  /** [batch, …], of the pipeline's output shape. */
  readonly y: Tensor;
  /** The gradient of Σ y·dy with respect to x, of x's shape. */
  readonly dx?: Tensor;
  /** The gradient of Σ y·dy with respect to each trainable weight, by the weight's path. */
  readonly dweights?: Weights;
}

/**
 * Checks x and dy against a pipeline, and the memory that the computation needs, before any weight is
 * drawn or read.
 *
 * @throws {UserError} If x or dy has another shape or a number that is not finite, or if the
 * computation needs too much memory.
 */
export function requireVjpInputs(pipeline: Steps, x: Tensor, dy?: Tensor): void {
  planVjp(pipeline, x, dy);
}

function planVjp(pipeline: Steps, x: Tensor, dy?: Tensor) {
  const action = "apply the pipeline";
  // The input of the second step, which the first step gives; repeated, so that one step is enough.
  const expected = inputSpecs({ steps: [...pipeline.steps, pipeline.steps[0]!].slice(0, 2) })[1]!;
  requireBatch(action, "x", x, expected.shape);
  const built = build(pipeline, x.shape[0]!);
  const outputs: Record<string, Node> = { y: built.output };
  const trainable = dy ? built.trainable : [];
  if (dy) {
    requireBatch(action, "dy", dy, built.output.shape.slice(1));
    if (dy.shape[0] !== x.shape[0]) {
      throw new UserError(
        `Cannot ${action}: expected ${x.shape[0]} examples in dy as in x, found ${dy.shape[0]}. ` +
          "Give as many.",
      );
    }
    const seed = apply(input, [], { name: "dy", shape: built.output.shape });
    const wrt = [built.input, ...trainable.map((path) => built.weights.get(path)!)];
    const [dx, ...grads] = gradients(built.output, wrt, seed);
    outputs["dx"] = dx!;
    trainable.forEach((path, i) => outputs[`d ${path}`] = grads[i]!);
  }
  const planned = program(outputs);
  requireMemory(action, programMemory(planned));
  return { planned, outputs, trainable };
}

/**
 * Applies a pipeline y = f(x, w) to one batch and, given `dy`, computes its vector-Jacobian products:
 * dyᵀ·∂y/∂x and dyᵀ·∂y/∂w for each trainable weight w. They are the gradients of the number Σ y·dy,
 * obtained by one pass backwards through the graph without ever forming a Jacobian matrix (reverse
 * mode: Baydin et al. 2018, "Automatic Differentiation in Machine Learning: a Survey", 3.2). The
 * pipeline computes as in prediction: without dropout, with batch norm's moving statistics.
 *
 * @param weights All weights of the pipeline, by path.
 * @param x [batch, …], of the pipeline's input shape.
 * @param dy [batch, …], of the pipeline's output shape: for a loss, its gradient with respect to y.
 * @throws {UserError} If x, dy or a weight has another shape or a number that is not finite.
 *
 * @example
 * ```ts
 * import { dense, input, pipeline } from "../../dsl/mod.ts";
 * import { openEngine } from "../engine/open.ts";
 * import { vjp } from "./vjp.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const line = pipeline(input(1), dense(1)); // y = 3x + 1
 * const weights = {
 *   "dense1/kernel": { shape: [1, 1], data: new Float32Array([3]) },
 *   "dense1/bias": { shape: [1], data: new Float32Array([1]) },
 * };
 * const x = { shape: [1, 1], data: new Float32Array([2]) };
 * const dy = { shape: [1, 1], data: new Float32Array([10]) };
 * const { y, dx, dweights } = await vjp(line, await openEngine("loops"), weights, x, dy);
 * assertEquals([y.data[0], dx?.data[0]], [7, 30]);
 * assertEquals(dweights?.["dense1/kernel"]?.data[0], 20); // dy·x
 * ```
 */
export async function vjp(
  pipeline: Steps,
  engine: Engine,
  weights: Weights,
  x: Tensor,
  dy?: Tensor,
): Promise<VjpResult> {
  const { planned, outputs, trainable } = planVjp(pipeline, x, dy);
  requireWeights("apply the pipeline", pipeline, weights);
  const feeds = { x: x.data, ...(dy && { dy: dy.data }) };
  const executable = await engine.compile(planned);
  const store = engine.store(
    Object.fromEntries(Object.entries(weights).map(([path, { data }]) => [path, data])),
  );
  try {
    const results = await executable.run(
      { ...feeds, ...drawFeeds(planned, seededRandom(0).fork("draws")) },
      store,
    );
    const tensor = (name: string): Tensor => ({
      shape: outputs[name]!.shape,
      data: results[name] ?? new Float32Array(sizeOf(outputs[name]!.shape)),
    });
    return {
      y: tensor("y"),
      ...(dy && {
        dx: tensor("dx"),
        dweights: Object.fromEntries(trainable.map((path) => [path, tensor(`d ${path}`)])),
      }),
    };
  } finally {
    executable.close();
    store.close();
  }
}

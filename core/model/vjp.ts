/** Any pipeline that begins with `input`, applied to a tensor: forward, and the gradients backward. */
import { UserError } from "../base/errors.ts";
import { inputSpecs, type Steps } from "../../dsl/pipeline.ts";
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

/** What a pipeline made of x, and the gradients if they were asked for. */
export interface VjpResult {
  readonly y: Tensor;
  /** With respect to the input: of Σ y·dy. */
  readonly dx?: Tensor;
  /** With respect to each trainable weight, by the weight's path. */
  readonly dweights?: Weights;
}

const fits = (what: string, found: Tensor, expected: readonly number[]): void => {
  if (found.shape.slice(1).join() === expected.join() && found.shape.length > 0) return;
  throw new UserError(
    `Cannot apply the pipeline: ${what} is ${found.shape.join("x")}, expected ` +
      `[batch]x${expected.join("x")}; give a tensor of that shape.`,
  );
};

/**
 * Applies `pipeline` to x [batch, …] in one go, as in use (no dropout, batch norm's moving
 * statistics). With `dy` [batch, …], of y's shape, also the gradients.
 *
 * Throws a UserError if x or dy does not fit the pipeline.
 */
export async function vjp(
  pipeline: Steps,
  engine: Engine,
  weights: Weights,
  x: Tensor,
  dy?: Tensor,
): Promise<VjpResult> {
  // Past the source: what comes into the second step, or out of a pipeline of one.
  const enters = inputSpecs({ steps: [...pipeline.steps, pipeline.steps[0]!].slice(0, 2) })[1]!;
  fits("x", x, enters.shape);
  const built = build(pipeline, x.shape[0]!);
  const asked: Record<string, Node> = { y: built.output };
  const feeds: Record<string, Float32Array> = { x: x.data };
  const trainable = dy ? built.trainable : [];
  if (dy) {
    fits("dy", dy, built.output.shape.slice(1));
    if (dy.shape[0] !== x.shape[0]) {
      throw new UserError(
        `Cannot apply the pipeline: dy has ${dy.shape[0]} examples, x has ${
          x.shape[0]
        }; give as many.`,
      );
    }
    const seed = apply(input, [], { name: "dy", shape: built.output.shape });
    const wrt = [built.input, ...trainable.map((path) => built.weights.get(path)!)];
    const [dx, ...grads] = gradients(built.output, wrt, seed);
    asked["dx"] = dx!;
    trainable.forEach((path, i) => asked[`d ${path}`] = grads[i]!);
    feeds["dy"] = dy.data;
  }
  const compiles = program(asked);
  const executable = await engine.compile(compiles);
  const store = engine.store(
    Object.fromEntries(Object.entries(weights).map(([path, { data }]) => [path, data])),
  );
  try {
    const results = await executable.run(
      { ...feeds, ...drawFeeds(compiles, seededRandom(0).fork("draws")) },
      store,
    );
    const tensor = (name: string): Tensor => ({
      shape: asked[name]!.shape,
      data: results[name] ?? new Float32Array(sizeOf(asked[name]!.shape)),
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

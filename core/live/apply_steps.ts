/** Runs words of the language on one image or vector, as a figure needs it again and again. */
import type { Kernel } from "../../dsl/kernels.ts";
import type { Padding } from "../../dsl/ops.ts";
import type { Step } from "../../dsl/step.ts";
import { filter } from "../../dsl/steps/filter.ts";
import { input } from "../../dsl/steps/input.ts";
import type { PerAxis } from "../../dsl/window.ts";
import type { Engine } from "../engine/engine.ts";
import type { Tensor } from "../graph/tensor.ts";
import { Network } from "../model/network.ts";
import type { Weights } from "../weights/initial_weights.ts";

/**
 * Computes what each of some steps gives, the first of which gets `x`.
 *
 * @param x [height, width, channels], or [numbers].
 * @param weights The steps' weights, by path, if they have some.
 * @returns The outputs by the step's name, in the order of the steps.
 * @throws {StepError} If the steps do not fit together, or the first one does not fit x.
 * @throws {UserError} If a weight is missing, or a number is not finite.
 */
export async function applySteps(
  engine: Engine,
  steps: readonly Step[],
  x: Tensor,
  weights: Weights = {},
): Promise<Record<string, Tensor>> {
  return await withSteps(engine, steps, x, weights, async (network) => {
    const batch = { shape: [1, ...x.shape], data: x.data };
    const all = Object.entries(await network.activations(batch)).slice(1);
    return Object.fromEntries(
      all.map(([name, { shape, data }]) => [name, { shape: shape.slice(1), data }]),
    );
  });
}

/** Opens the network of some steps that take `x`, and closes it after its use. */
async function withSteps<T>(
  engine: Engine,
  steps: readonly Step[],
  x: Tensor,
  weights: Weights,
  use: (network: Network) => Promise<T>,
): Promise<T> {
  const source = input.definition.create({ shape: x.shape });
  const network = new Network({ steps: [source, ...steps] }, engine, weights);
  try {
    return await use(network);
  } finally {
    await network.close();
  }
}

/**
 * Applies the language's `filter` to an image: each channel separately.
 *
 * @param image [height, width, channels].
 * @returns [height′, width′, channels].
 * @throws {StepError} If the kernel does not fit in the image.
 */
export async function filterImage(
  engine: Engine,
  image: Tensor,
  kernel: Kernel,
  options: { readonly stride?: PerAxis; readonly padding?: Padding } = {},
): Promise<Tensor> {
  return await withSteps(
    engine,
    [filter(kernel, options)],
    image,
    {},
    (network) => network.predictOne(image),
  );
}

/** Fixed kernels for `filter`: matrices of numbers, as plain data. */
import { UserError } from "./errors.ts";
import { mulberry32 } from "./generator.ts";
import { normal } from "./initializers.ts";

/** A kernel of H rows and W columns. A matrix that is written out by hand is a kernel too. */
export type Kernel<H extends number = number, W extends number = number> =
  & readonly (readonly number[] & { readonly length: W })[]
  & { readonly length: H };

function square<const N extends number>(
  name: string,
  size: N,
  value: (row: number, column: number) => number,
): Kernel<N, N> {
  if (!Number.isSafeInteger(size) || size < 1) {
    throw new UserError(`${name}.size: expected a whole number of at least 1, found ${size}`);
  }
  const cells = Array.from({ length: size }, (_, i) => i);
  const kernel = cells.map((i) => Object.freeze(cells.map((j) => value(i, j))));
  // The lengths are `size` by construction; the compiler cannot follow `map`.
  return Object.freeze(kernel) as unknown as Kernel<N, N>;
}

/**
 * The box filter, [size, size]: every weight is 1/size², so that each pixel becomes the mean of its
 * window.
 *
 * @throws {UserError} If `size` is not a whole number of at least 1.
 *
 * @example
 * ```ts
 * import { box } from "./kernels.ts";
 * console.assert(box(2).join() === "0.25,0.25,0.25,0.25");
 * ```
 */
export function box<const N extends number>(size: N): Kernel<N, N> {
  return square("box", size, () => 1 / (size * size));
}

/**
 * The Gaussian filter, [size, size]: weights proportional to exp(−(x² + y²)/2σ²), with sum 1, where
 * x and y are the distances from the kernel's centre in pixels.
 *
 * @param sigma The standard deviation σ in pixels.
 * @throws {UserError} If `size` is not a whole number of at least 1, or `sigma` is not above 0.
 *
 * @example
 * ```ts
 * import { gaussian } from "./kernels.ts";
 * const [top, middle] = gaussian(3, 1);
 * console.assert((middle?.[1] ?? 0) > (top?.[1] ?? 0));
 * ```
 */
export function gaussian<const N extends number>(size: N, sigma: number): Kernel<N, N> {
  if (!(Number.isFinite(sigma) && sigma > 0)) {
    throw new UserError(`gaussian.sigma: expected a number above 0, found ${sigma}`);
  }
  const bell = (i: number) => Math.exp(-((i - (size - 1) / 2) ** 2) / (2 * sigma * sigma));
  let sum = 0;
  for (let i = 0; i < size; i++) sum += bell(i);
  return square("gaussian", size, (i, j) => bell(i) * bell(j) / (sum * sum));
}

/**
 * The Laplacian, [3, 3]: the sum of the second differences [1, −2, 1] along both axes. Its response
 * is 0 where brightness is constant or changes linearly, and large at edges.
 *
 * @example
 * ```ts
 * import { laplacian } from "./kernels.ts";
 * console.assert(laplacian().join() === "0,1,0,1,-4,1,0,1,0");
 * ```
 */
export function laplacian(): Kernel<3, 3> {
  const difference = [1, -2, 1];
  return square(
    "laplacian",
    3,
    (i, j) => (j === 1 ? difference[i] ?? 0 : 0) + (i === 1 ? difference[j] ?? 0 : 0),
  );
}

/**
 * A kernel [size, size] of weights from the standard normal distribution; the same seed always gives
 * the same kernel.
 *
 * @throws {UserError} If `size` is not a whole number of at least 1.
 *
 * @example
 * ```ts
 * import { randomNormal } from "./kernels.ts";
 * console.assert(randomNormal(3, 7).join() === randomNormal(3, 7).join());
 * ```
 */
export function randomNormal<const N extends number>(size: N, seed: number): Kernel<N, N> {
  const uniform = mulberry32(seed);
  return square("randomNormal", size, () => normal(uniform));
}

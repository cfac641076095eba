/** Kernels to start from, in each size. */
import { box, gaussian, laplacian } from "../../../../dsl/kernels.ts";

/** A kernel: its rows of weights. */
export type Weights = readonly (readonly number[])[];

/** The sizes of a kernel. */
export const SIZES = [3, 5, 7] as const;

/** A kernel with its rows and columns widened by zeros, or narrowed, about its middle. */
export function resized(kernel: Weights, size: number): number[][] {
  const shift = (kernel.length - size) / 2;
  return Array.from(
    { length: size },
    (_, i) => Array.from({ length: size }, (_, j) => kernel[i + shift]?.[j + shift] ?? 0),
  );
}

/** What a preset gives for a size; some are made of 3×3 weights in the middle. */
export const presets: Readonly<Record<string, (size: number) => Weights>> = {
  identity: (size) => resized([[1]], size),
  box: (size) => box(size),
  gaussian: (size) => gaussian(size, size / 4),
  laplacian: (size) => resized(laplacian(), size),
  sobelX: (size) => resized([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], size),
  sobelY: (size) => resized([[-1, -2, -1], [0, 0, 0], [1, 2, 1]], size),
  sharpen: (size) => resized([[0, -1, 0], [-1, 5, -1], [0, -1, 0]], size),
};

/** Whether two kernels have the same weights, to the digits that an address keeps. */
export const sameWeights = (a: Weights, b: Weights): boolean =>
  a.length === b.length &&
  a.flat().every((weight, i) => Math.abs(weight - (b.flat()[i] ?? NaN)) < 1e-6);

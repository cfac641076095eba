/**
 * Convolutions with 3×3 kernels, and their gradients, with 16 products where the definition has 36
 * (Winograd's F(2×2, 3×3)). Blocks of 4×4 pixels and kernels are transformed; then each of the 16
 * numbers of a block is a matrix product over the channels; and the products of a block are
 * transformed into 2×2 pixels. All numbers in the transforms are 0, ±1 and ½, so that the results
 * are about as exact as sums of products are.
 *
 * @see Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, https://arxiv.org/abs/1509.09308
 */
import type { Pair } from "../../../dsl/ops.ts";
import type { ConvAttributes } from "../../graph/primitives/conv2d.ts";
import type { Handle } from "./memory.ts";
import { panelsOf } from "./product.ts";
import type { Simd } from "./simd.ts";
import { type BlockLayout, transformArguments } from "./transform.ts";

/** The numbers of a transformed block. */
export const NUMBERS = 16;

/** Does this way suit a convolution? Its channels must be quads, and enough to be worth a transform. */
export const suitsWinograd = ({ window, kernelShape }: ConvAttributes): boolean =>
  window.size.every((n) => n === 3) &&
  [...window.stride, ...window.dilation].every((n) => n === 1) &&
  kernelShape.slice(2).every((channels) => channels >= 8 && channels % 4 === 0);

/** 16 matrices, one per number of a transformed block. */
export interface Matrices {
  readonly handle: Handle;
  readonly at: number;
  /** From one matrix to the next, in bytes. */
  readonly step: number;
}

/** Makes room for 16 matrices, which the caller frees. */
export function matrices(simd: Simd, rows: number, columns: number): Matrices {
  // Without 64 bytes more, matrices of a power of two would compete for the same lines of the cache.
  const size = rows * columns + 16;
  const handle = simd.make([NUMBERS, size]);
  return { handle, at: simd.address(handle), step: 4 * size };
}

/** Where the transformed blocks of `columns` channels lie, from the block `first` on. */
export const inMatrices = (
  { at, step }: Matrices,
  columns: number,
  blocks: number,
  first = 0,
): BlockLayout => ({
  at: at + 4 * first * columns,
  run: 4 * blocks * columns,
  block: 4 * columns,
  row: 4 * step,
  column: step,
});

/** Where blocks lie in images of a width, from one block to the next two pixels across. */
export const inImage = (at: number, width: number, channels: number): BlockLayout => {
  const pixel = 4 * channels;
  return { at, run: 2 * width * pixel, block: 2 * pixel, row: width * pixel, column: pixel };
};

/** The transformed kernels [in, out] of an array [3, 3, in, out] at an address, in panels. */
export function transformKernels(
  simd: Simd,
  from: number,
  depth: number,
  filters: number,
): Matrices {
  const result = matrices(simd, depth, filters);
  const tap = 4 * depth * filters;
  for (const { at, columns, count } of panelsOf(filters)) {
    const panel = {
      at: from + 4 * at,
      run: 4 * columns,
      block: 4 * filters,
      row: 3 * tap,
      column: tap,
    };
    const to = inMatrices({ ...result, at: result.at + 4 * at * depth }, columns, depth);
    const sizes = { runs: count, blocks: depth, quads: columns / 4 };
    simd.run("winograd kernel", ...transformArguments(sizes, panel, to), 0);
  }
  return result;
}

/** Part of a batch: some images whole, or some rows of blocks of one image. */
export interface Part {
  readonly firstImage: number;
  readonly images: number;
  /** The first row of blocks. */
  readonly firstRow: number;
  readonly rows: number;
}

/** The most numbers of a part's transformed blocks, so that they stay in the cache. */
const PART = 1 << 18;

/** Cuts a batch of images of `tiles` blocks into parts. `channels` are those of all matrices. */
export function partsOf(batch: number, [down, across]: Pair, channels: number): Part[] {
  const blocks = Math.floor(PART / (NUMBERS * channels));
  const images = Math.max(1, Math.floor(blocks / (down * across)));
  const rows = Math.min(down, Math.max(1, Math.floor(blocks / across)));
  const parts: Part[] = [];
  for (let firstImage = 0; firstImage < batch; firstImage += images) {
    for (let firstRow = 0; firstRow < down; firstRow += rows) {
      parts.push({
        firstImage,
        images: Math.min(images, batch - firstImage),
        firstRow,
        rows: Math.min(rows, down - firstRow),
      });
    }
  }
  return parts;
}

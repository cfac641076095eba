/** The transforms of Winograd's F(2×2, 3×3), as routines. `winograd.ts` says what they are for. */
import type { Routine } from "./assembler.ts";
import { type Matrix, transform } from "./transform.ts";

const transposed = (matrix: Matrix): Matrix =>
  matrix[0]!.map((_, j) => matrix.map((row) => row[j]!));

/** Bᵀ: the pixels under a block's 2×2 windows. */
const IMAGE: Matrix = [[1, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, 1, 0, -1]];
/** G: the kernel. */
const KERNEL: Matrix = [[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]];
/** Aᵀ: the products, into pixels of the result. */
const RESULT: Matrix = [[1, 1, 1, 0], [0, 1, -1, -1]];

/** The routines that transform blocks. The last two are the transposes of others, as gradients are. */
export const winogradRoutines = (): Routine[] => [
  transform("winograd image", IMAGE),
  transform("winograd kernel", KERNEL),
  transform("winograd result", RESULT, { biased: true }),
  transform("winograd result gradient", transposed(RESULT)),
  transform("winograd kernel gradient", transposed(KERNEL)),
];

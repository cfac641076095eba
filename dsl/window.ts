/** What conv, filter and pool share: a window that slides over an image, as types and at run time. */
import type { Same, Valid } from "./arith.ts";
import { UserError } from "./errors.ts";
import type { Padding, Pair } from "./ops.ts";
import type { ImageSpec, ShowShape } from "./shape.ts";
import { showShape } from "./shape.ts";

/** One number for both axes, or [rows, columns]. */
export type PerAxis = number | Pair;

/** The number for the rows. */
export type RowsOf<S> = S extends readonly [infer R extends number, number] ? R
  : S extends number ? S
  : number;

/** The number for the columns. */
export type ColumnsOf<S> = S extends readonly [number, infer C extends number] ? C
  : S extends number ? S
  : number;

type Slid<
  N extends number,
  K extends number,
  S extends number,
  D extends number,
  P,
> = P extends "same" ? Same<N, S> : Valid<N, K, S, D>;

type Dilated<D> = [RowsOf<D>, ColumnsOf<D>] extends [1, 1] ? ""
  : ` dilated by ${ShowShape<[RowsOf<D>, ColumnsOf<D>]>}`;

/** The output of a sliding window as a type: an image, or the error that the window does not fit. */
export type Slide<
  Kind extends string,
  Noun extends string,
  H extends number,
  W extends number,
  K,
  S,
  D,
  P,
  C extends number,
  N extends number,
  A = unknown,
> = [
  Slid<H, RowsOf<K>, RowsOf<S>, RowsOf<D>, P>,
  Slid<W, ColumnsOf<K>, ColumnsOf<S>, ColumnsOf<D>, P>,
] extends [infer OH extends number, infer OW extends number] ? ImageSpec<OH, OW, C, N> & A
  : `${Kind}: a ${ShowShape<[RowsOf<K>, ColumnsOf<K>]>} ${Noun}${Dilated<
    D
  >} does not fit into ${ShowShape<
    [H, W]
  >}; use a smaller ${Noun} or padding same`;

/** A window and how it moves. */
export interface SlidingWindow {
  readonly size: Pair;
  readonly stride: Pair;
  readonly padding: Padding;
  readonly dilation?: Pair;
}

/**
 * The rows and columns of the output of a sliding window: ⌈n/s⌉ with padding `same`, otherwise
 * ⌊(n − ((k − 1)·d + 1))/s⌋ + 1 (Dumoulin and Visin, "A guide to convolution arithmetic", 2016,
 * relationships 6 and 15). A size that is not known (NaN) stays unknown.
 *
 * @param noun What the error message calls the window: "kernel" or "window".
 * @throws {UserError} If the window does not fit into the image.
 */
export function slide(kind: string, noun: string, [h, w]: Pair, window: SlidingWindow): Pair {
  const { size, stride, padding, dilation = [1, 1] } = window;
  const out = (n: number, axis: 0 | 1) =>
    padding === "same"
      ? Math.ceil(n / stride[axis])
      : Math.floor((n - (size[axis] - 1) * dilation[axis] - 1) / stride[axis]) + 1;
  const rows = out(h, 0), columns = out(w, 1);
  if (rows < 1 || columns < 1) {
    const holes = dilation[0] === 1 && dilation[1] === 1
      ? ""
      : ` dilated by ${showShape(dilation)}`;
    throw new UserError(
      `${kind}: a ${showShape(size)} ${noun}${holes} does not fit into ${
        showShape([h, w])
      }; use a smaller ${noun} or padding same`,
    );
  }
  return [rows, columns];
}

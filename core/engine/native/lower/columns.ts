/**
 * Columns (im2col): for each pixel of a result the values under its window side by side, so that a
 * convolution is one matrix product. Three ways to gather them, for three ways an image can lie.
 *
 * A piece's rows are slot-major with the batch innermost when they come from rows, and image by
 * image when they come from row-major order.
 */
import type { Node } from "../../../graph/node.ts";
import { type PixelLayout, slotsOf } from "../layout.ts";
import type { OnnxModel } from "../onnx_model.ts";
import type { Name } from "../onnx_parts.ts";
import type { LoweredValues } from "../values.ts";
import { zeros } from "./lower.ts";

/** Places of the result that are computed together, and the taps that tapTable any of them. */
export interface Piece {
  readonly pixels: Int32Array;
  readonly taps: readonly number[];
}

/** For each pixel and tap where the value comes from, −1 for zero; `key` says which table it is. */
export interface TapTable {
  readonly key: string;
  readonly tapCount: number;
  readonly sources: Int32Array;
}

/** A matrix of columns, perhaps transposed. */
export interface Columns {
  readonly matrix: Name;
  readonly transposed: boolean;
}

/** The taps that tapTable at least one of the pixels. */
export const tapsReaching = ({ tapCount, sources }: TapTable, pixels: Int32Array): number[] =>
  [...Array(tapCount).keys()].filter((tap) =>
    pixels.some((pixel) => sources[pixel * tapCount + tap]! >= 0)
  );

const untransposed = (matrix: Name): Columns => ({ matrix, transposed: false });

/** Columns from parts of rows: [pixels · N, taps · C]. */
export function fromRows(
  image: Node,
  layout: PixelLayout,
  tapTable: TapTable,
  { model, values }: { model: OnnxModel; values: LoweredValues },
): (piece: Piece, key: string) => Columns {
  const [batch = 0, height = 0, width = 0, channels = 0] = image.shape;
  const parts = values.rows(image, layout);
  const slots = slotsOf(layout);
  const nothing = height * width;
  const source = model.concat([...parts, zeros(model, [1, channels])], 0);
  const from = (pixel: number, tap: number) => {
    const under = tapTable.sources[pixel * tapTable.tapCount + tap]!;
    return under < 0 ? nothing : slots[under]!;
  };
  return ({ pixels, taps }, key) => {
    // A 1×1 window at stride 1: a part of the image is its own matrix of columns.
    if (taps.length === 1) {
      let first = 0;
      for (const [i, part] of layout.parts.entries()) {
        const whole = part.length === pixels.length &&
          pixels.every((pixel, slot) => from(pixel, taps[0]!) === first + slot);
        if (whole) return untransposed(parts[i]!);
        first += part.length;
      }
    }
    const name =
      `columns ${tapTable.key} from ${layout.key} to ${key} taps ${taps.length} batch ${batch}`;
    const rows = pixels.length * batch;
    const indices = model.indices(name, [rows, taps.length], () => {
      const index = new Int32Array(rows * taps.length);
      for (let slot = 0, at = 0; slot < pixels.length; slot++) {
        const slotsUnder = taps.map((tap) => from(pixels[slot]!, tap));
        for (let n = 0; n < batch; n++) {
          for (const under of slotsUnder) {
            index[at++] = under === nothing ? nothing * batch : under * batch + n;
          }
        }
      }
      return index;
    });
    return untransposed(
      model.reshape(model.gather(source, indices, 0), [rows, taps.length * channels]),
    );
  };
}

/**
 * Transposed columns [taps · C, pixels · N] from a row-major image with few channels: whole rows
 * of N numbers are copied instead of one to four at a time.
 */
export function fromFewChannels(
  image: Node,
  tapTable: TapTable,
  { model, values }: { model: OnnxModel; values: LoweredValues },
): (piece: Piece, key: string) => Columns {
  const [batch = 0, height = 0, width = 0, channels = 0] = image.shape;
  const size = height * width * channels;
  const flat = model.reshape(values.plain(image), [batch, size]);
  const turned = model.op("Transpose", [flat], { perm: [1, 0] });
  const source = model.concat([turned, zeros(model, [1, batch])], 0);
  return ({ pixels, taps }, key) => {
    const rows = taps.length * channels;
    const name =
      `transposed columns ${tapTable.key} to ${key} taps ${taps.length} channels ${channels}`;
    const indices = model.indices(name, [rows, pixels.length], () => {
      const index = new Int32Array(rows * pixels.length);
      let at = 0;
      for (const tap of taps) {
        for (let k = 0; k < channels; k++) {
          for (const pixel of pixels) {
            const under = tapTable.sources[pixel * tapTable.tapCount + tap]!;
            index[at++] = under < 0 ? size : under * channels + k;
          }
        }
      }
      return index;
    });
    const matrix = model.reshape(model.gather(source, indices, 0), [rows, pixels.length * batch]);
    return { matrix, transposed: true };
  };
}

/** Columns [N · pixels, taps · C] from a row-major image, of which only the part needed is read. */
export function fromPlain(
  image: Node,
  tapTable: TapTable,
  { model, values }: { model: OnnxModel; values: LoweredValues },
): (piece: Piece, key: string) => Columns {
  const [batch = 0, height = 0, width = 0, channels = 0] = image.shape;
  const flat = model.reshape(values.plain(image), [batch, height * width, channels]);
  return ({ pixels, taps }, key) => {
    let [first, end, gaps] = [height * width, 0, false];
    let inOrder = taps.length === 1;
    for (let slot = 0; slot < pixels.length; slot++) {
      for (const tap of taps) {
        const under = tapTable.sources[pixels[slot]! * tapTable.tapCount + tap]!;
        if (under < 0) gaps = true;
        else [first, end] = [Math.min(first, under), Math.max(end, under + 1)];
        inOrder &&= under === first + slot;
      }
    }
    const span = end - first;
    const cut = span === height * width ? flat : model.slice(flat, 1, first, end);
    const shape = [batch * pixels.length, taps.length * channels];
    if (inOrder && span === pixels.length) return untransposed(model.reshape(cut, shape));
    const source = gaps ? model.concat([cut, zeros(model, [batch, 1, channels])], 1) : cut;
    const name = `plain columns ${tapTable.key} to ${key} taps ${taps.length}`;
    const indices = model.indices(name, [pixels.length, taps.length], () => {
      const index = new Int32Array(pixels.length * taps.length);
      let at = 0;
      for (const pixel of pixels) {
        for (const tap of taps) {
          const under = tapTable.sources[pixel * tapTable.tapCount + tap]!;
          index[at++] = under < 0 ? span : under - first;
        }
      }
      return index;
    });
    return untransposed(model.reshape(model.gather(source, indices, 1), shape));
  };
}

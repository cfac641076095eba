/**
 * Columns (im2col): for each pixel of the result the values under its window, side by side, so that
 * convolution becomes one matrix product. An image batch can lie in memory in three ways, and there
 * is a function to gather its columns from each.
 *
 * The rows of the matrix follow the image: from a pixel layout they are ordered by slot and then by
 * image, from a row-major batch by image and then by pixel.
 */
import type { Node } from "../../../graph/node.ts";
import { type PixelLayout, slotsOf } from "../layout.ts";
import type { OnnxModel } from "../onnx_model.ts";
import type { Name } from "../onnx_parts.ts";
import type { LoweredValues } from "../values.ts";
import { zeros } from "./lower.ts";

/** Pixels of the result that are computed together, and the taps that have a source for any of them. */
export interface Piece {
  readonly pixels: Int32Array;
  readonly taps: readonly number[];
}

/** For each pixel of the result and each tap, the pixel of the source; −1 stands for zeros. */
export interface TapTable {
  /** Tables are equal if their keys are. */
  readonly key: string;
  readonly tapCount: number;
  readonly sources: Int32Array;
}

/** A matrix of columns, or its transpose. */
export interface Columns {
  readonly matrix: Name;
  readonly transposed: boolean;
}

/** The taps that have a source for at least one of the pixels. */
export const tapsReaching = ({ tapCount, sources }: TapTable, pixels: Int32Array): number[] =>
  [...Array(tapCount).keys()].filter((tap) =>
    pixels.some((pixel) => sources[pixel * tapCount + tap]! >= 0)
  );

const untransposed = (matrix: Name): Columns => ({ matrix, transposed: false });

/** Columns [pixels · N, taps · C] from an image batch in a pixel layout. */
export function fromRows(
  image: Node,
  layout: PixelLayout,
  tapTable: TapTable,
  { model, values }: { model: OnnxModel; values: LoweredValues },
): (piece: Piece, key: string) => Columns {
  const [batch = 0, height = 0, width = 0, channels = 0] = image.shape;
  const parts = values.rows(image, layout);
  const slots = slotsOf(layout);
  const zeroRow = height * width;
  const source = model.concat([...parts, zeros(model, [1, channels])], 0);
  const from = (pixel: number, tap: number) => {
    const under = tapTable.sources[pixel * tapTable.tapCount + tap]!;
    return under < 0 ? zeroRow : slots[under]!;
  };
  return ({ pixels, taps }, key) => {
    // Under a 1×1 window at stride 1, a part of the image is its own matrix of columns.
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
            index[at++] = under === zeroRow ? zeroRow * batch : under * batch + n;
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
 * Transposed columns [taps · C, pixels · N] from a row-major batch of images with few channels. They
 * are gathered in runs of N numbers, where [pixels · N, taps · C] would take runs of C numbers.
 */
export function fromFewChannels(
  image: Node,
  tapTable: TapTable,
  { model, values }: { model: OnnxModel; values: LoweredValues },
): (piece: Piece, key: string) => Columns {
  const [batch = 0, height = 0, width = 0, channels = 0] = image.shape;
  const size = height * width * channels;
  const flat = model.reshape(values.plain(image), [batch, size]);
  const transposed = model.op("Transpose", [flat], { perm: [1, 0] });
  const source = model.concat([transposed, zeros(model, [1, batch])], 0);
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

/** Columns [N · pixels, taps · C] from a row-major batch, of which only the rows needed are read. */
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

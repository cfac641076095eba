/**
 * Columns (im2col): for each place of a result the values under its window side by side, so that a
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

/** Places of the result that are computed together, and the taps that reach any of them. */
export interface Piece {
  readonly places: Int32Array;
  readonly taps: readonly number[];
}

/** For each place and tap where the value comes from, −1 for zero; `key` says which table it is. */
export interface Reach {
  readonly key: string;
  readonly taps: number;
  readonly table: Int32Array;
}

/** A matrix of columns, perhaps transposed. */
export interface Columns {
  readonly matrix: Name;
  readonly transposed: boolean;
}

/** The taps that reach at least one of the places. */
export const reaching = ({ taps, table }: Reach, places: Int32Array): number[] =>
  [...Array(taps).keys()].filter((tap) => places.some((place) => table[place * taps + tap]! >= 0));

const straight = (matrix: Name): Columns => ({ matrix, transposed: false });

/** Columns from parts of rows: [places · N, taps · C]. */
export function fromRows(
  image: Node,
  layout: PixelLayout,
  reach: Reach,
  { model, values }: { model: OnnxModel; values: LoweredValues },
): (piece: Piece, key: string) => Columns {
  const [batch = 0, height = 0, width = 0, channels = 0] = image.shape;
  const parts = values.rows(image, layout);
  const slots = slotsOf(layout);
  const nothing = height * width;
  const source = model.concat([...parts, zeros(model, [1, channels])], 0);
  const from = (place: number, tap: number) => {
    const under = reach.table[place * reach.taps + tap]!;
    return under < 0 ? nothing : slots[under]!;
  };
  return ({ places, taps }, key) => {
    // A 1×1 window at stride 1: a part of the image is its own matrix of columns.
    if (taps.length === 1) {
      let first = 0;
      for (const [i, part] of layout.parts.entries()) {
        const whole = part.length === places.length &&
          places.every((place, slot) => from(place, taps[0]!) === first + slot);
        if (whole) return straight(parts[i]!);
        first += part.length;
      }
    }
    const name =
      `columns ${reach.key} from ${layout.key} to ${key} taps ${taps.length} batch ${batch}`;
    const rows = places.length * batch;
    const indices = model.indices(name, [rows, taps.length], () => {
      const index = new Int32Array(rows * taps.length);
      for (let slot = 0, at = 0; slot < places.length; slot++) {
        const slotsUnder = taps.map((tap) => from(places[slot]!, tap));
        for (let n = 0; n < batch; n++) {
          for (const under of slotsUnder) {
            index[at++] = under === nothing ? nothing * batch : under * batch + n;
          }
        }
      }
      return index;
    });
    return straight(
      model.reshape(model.gather(source, indices, 0), [rows, taps.length * channels]),
    );
  };
}

/**
 * Transposed columns [taps · C, places · N] from a row-major image with few channels: whole rows
 * of N numbers are copied instead of one to four at a time.
 */
export function fromFewChannels(
  image: Node,
  reach: Reach,
  { model, values }: { model: OnnxModel; values: LoweredValues },
): (piece: Piece, key: string) => Columns {
  const [batch = 0, height = 0, width = 0, channels = 0] = image.shape;
  const size = height * width * channels;
  const flat = model.reshape(values.plain(image), [batch, size]);
  const turned = model.op("Transpose", [flat], { perm: [1, 0] });
  const source = model.concat([turned, zeros(model, [1, batch])], 0);
  return ({ places, taps }, key) => {
    const rows = taps.length * channels;
    const name =
      `transposed columns ${reach.key} to ${key} taps ${taps.length} channels ${channels}`;
    const indices = model.indices(name, [rows, places.length], () => {
      const index = new Int32Array(rows * places.length);
      let at = 0;
      for (const tap of taps) {
        for (let k = 0; k < channels; k++) {
          for (const place of places) {
            const under = reach.table[place * reach.taps + tap]!;
            index[at++] = under < 0 ? size : under * channels + k;
          }
        }
      }
      return index;
    });
    const matrix = model.reshape(model.gather(source, indices, 0), [rows, places.length * batch]);
    return { matrix, transposed: true };
  };
}

/** Columns [N · places, taps · C] from a row-major image, of which only the part needed is read. */
export function fromPlain(
  image: Node,
  reach: Reach,
  { model, values }: { model: OnnxModel; values: LoweredValues },
): (piece: Piece, key: string) => Columns {
  const [batch = 0, height = 0, width = 0, channels = 0] = image.shape;
  const flat = model.reshape(values.plain(image), [batch, height * width, channels]);
  return ({ places, taps }, key) => {
    let [first, end, gaps] = [height * width, 0, false];
    let inOrder = taps.length === 1;
    for (let slot = 0; slot < places.length; slot++) {
      for (const tap of taps) {
        const under = reach.table[places[slot]! * reach.taps + tap]!;
        if (under < 0) gaps = true;
        else [first, end] = [Math.min(first, under), Math.max(end, under + 1)];
        inOrder &&= under === first + slot;
      }
    }
    const span = end - first;
    const cut = span === height * width ? flat : model.slice(flat, 1, first, end);
    const shape = [batch * places.length, taps.length * channels];
    if (inOrder && span === places.length) return straight(model.reshape(cut, shape));
    const source = gaps ? model.concat([cut, zeros(model, [batch, 1, channels])], 1) : cut;
    const name = `plain columns ${reach.key} to ${key} taps ${taps.length}`;
    const indices = model.indices(name, [places.length, taps.length], () => {
      const index = new Int32Array(places.length * taps.length);
      let at = 0;
      for (const place of places) {
        for (const tap of taps) {
          const under = reach.table[place * reach.taps + tap]!;
          index[at++] = under < 0 ? span : under - first;
        }
      }
      return index;
    });
    return straight(model.reshape(model.gather(source, indices, 1), shape));
  };
}

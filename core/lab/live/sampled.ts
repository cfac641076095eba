/** A part of a result for the report's JSON, with which a page's own numbers are compared. */
import { type Json, toSignificant } from "../../report/json.ts";
import type { Tensor } from "../../graph/tensor.ts";

/** About how many numbers are kept. */
const COUNT = 64;

/** The shape of an array, its extremes, its mean, and numbers from all over it with their places. */
export function sampled({ shape, data }: Tensor): Json {
  // A step that shares no factor with the sizes of rows meets all columns.
  const step = Math.max(1, Math.floor(data.length / COUNT) | 1);
  const places = Array.from({ length: Math.ceil(data.length / step) }, (_, i) => i * step);
  const digits = 8;
  let [low, high, sum] = [Infinity, -Infinity, 0];
  for (const value of data) {
    [low, high, sum] = [Math.min(low, value), Math.max(high, value), sum + value];
  }
  return {
    shape,
    low: toSignificant(low, digits),
    high: toSignificant(high, digits),
    mean: toSignificant(sum / data.length, digits),
    sample: places.map((place) => [place, toSignificant(data[place]!, digits)]),
  };
}

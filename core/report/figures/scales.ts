/**
 * Colour scales, with the same stops for Plotly and for pictures that the report colours itself.
 */
import type { Json } from "../json.ts";

type Rgb = readonly [number, number, number];

/**
 * Evenly spaced stops. `Greys` runs from black to white, as in photographs; `Reds`, `Greens` and
 * `Blues` run from white to the colour (ColorBrewer); `RdBu` is blue below zero, white at zero and
 * red above (ColorBrewer's, reversed); `Viridis` is matplotlib's.
 */
const stops = {
  Greys: [[0, 0, 0], [255, 255, 255]],
  Reds: [[255, 245, 240], [252, 187, 161], [251, 106, 74], [203, 24, 29], [103, 0, 13]],
  Greens: [[247, 252, 245], [199, 233, 192], [116, 196, 118], [35, 139, 69], [0, 68, 27]],
  Blues: [[247, 251, 255], [198, 219, 239], [107, 174, 214], [33, 113, 181], [8, 48, 107]],
  RdBu: [[33, 102, 172], [146, 197, 222], [247, 247, 247], [244, 165, 130], [178, 24, 43]],
  Viridis: [[68, 1, 84], [59, 82, 139], [33, 145, 140], [94, 201, 98], [253, 231, 37]],
} as const satisfies Record<string, readonly Rgb[]>;

/** The names of the colour scales. */
export type ScaleName = keyof typeof stops;

/** The scale as Plotly takes it. */
export function plotlyScale(name: ScaleName): Json {
  const list: readonly Rgb[] = stops[name];
  return list.map((rgb, i) => [i / (list.length - 1), `rgb(${rgb.join(",")})`]);
}

/** The colour at `t`, clamped to 0 … 1; NaN is mid grey. */
export function colorAt(name: ScaleName, t: number): Rgb {
  if (Number.isNaN(t)) return [128, 128, 128];
  const list: readonly Rgb[] = stops[name];
  const at = Math.min(1, Math.max(0, t)) * (list.length - 1);
  const low = Math.min(Math.floor(at), list.length - 2);
  const [a, b] = [list[low] ?? [0, 0, 0], list[low + 1] ?? [0, 0, 0]];
  const mix = (i: 0 | 1 | 2) => Math.round(a[i] + (b[i] - a[i]) * (at - low));
  return [mix(0), mix(1), mix(2)];
}

/** The scale as a palette of 256 colours, three bytes each. */
export function colorTable(name: ScaleName): Uint8Array {
  return Uint8Array.from(Array.from({ length: 256 }, (_, i) => colorAt(name, i / 255)).flat());
}

/** The range widened so that zero is in the middle, if the scale is a diverging one. */
export function centred(
  name: ScaleName,
  [low, high]: readonly [number, number],
): readonly [number, number] {
  if (name !== "RdBu") return [low, high];
  const reach = Math.max(Math.abs(low), Math.abs(high)) || 1;
  return [-reach, reach];
}

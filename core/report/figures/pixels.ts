/** Pictures as arrays of numbers, and their conversion to PNG in `data:` URLs. */
import { UserError } from "../../base/errors.ts";
import { encodePng } from "../../base/png.ts";
import type { Json } from "../json.ts";
import { toSignificant } from "../json.ts";
import { colorAt, colorTable, type ScaleName } from "./scales.ts";

/** A picture, row by row with channels innermost: `data[(y * width + x) * channels + c]`. */
export interface Pixels {
  readonly height: number;
  readonly width: number;
  /** 1: grey; 2: grey and alpha; 3: red, green, blue; 4: red, green, blue, alpha. */
  readonly channels: number;
  readonly data: ArrayLike<number>;
}

/** How numbers are mapped to brightness or colour. */
export interface Shading {
  /** The numbers shown as black and white, or as the ends of the scale; default [0, 255]. */
  readonly range?: readonly [number, number];
  /** For pictures of one channel; default `Greys`. */
  readonly scale?: ScaleName;
}

/**
 * Checks that a picture's size and data agree.
 *
 * @param what The picture, as messages name it.
 * @throws {UserError} If there are not 1 to 4 channels, or not height × width × channels numbers.
 */
export function checkPixels(what: string, { height, width, channels, data }: Pixels): void {
  if (![1, 2, 3, 4].includes(channels)) {
    throw new UserError(
      `${what}: expected 1 to 4 channels, found ${channels}. Show the channels one by one.`,
    );
  }
  const expected = height * width * channels;
  if (Number.isInteger(expected) && expected > 0 && data.length === expected) return;
  throw new UserError(
    `${what}: expected ${height} × ${width} × ${channels} = ${expected} numbers, found ${data.length}. ` +
      `Check the picture's height, width and channels.`,
  );
}

/** The smallest and the largest number, ignoring NaN; [0, 0] if there is none. */
export function extent(data: ArrayLike<number>): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < data.length; i++) {
    const value = data[i] ?? NaN;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [0, 0];
}

/** The picture as RGBA, 4 bytes per pixel. */
export function toRgba(
  pixels: Pixels,
  { range: [low, high] = [0, 255], scale = "Greys" }: Shading,
): Uint8Array {
  const { channels, data } = pixels;
  const count = pixels.height * pixels.width;
  const out = new Uint8Array(count * 4);
  const span = high - low || 1;
  const share = (i: number) => ((data[i] ?? NaN) - low) / span;
  const byte = (i: number) => Math.round(255 * Math.min(1, Math.max(0, share(i))));
  for (let i = 0; i < count; i++) {
    const from = i * channels;
    const rgb = channels < 3
      ? colorAt(scale, share(from))
      : [byte(from), byte(from + 1), byte(from + 2)];
    out.set(rgb, i * 4);
    out[i * 4 + 3] = channels === 2 || channels === 4 ? byte(from + channels - 1) : 255;
  }
  return out;
}

/** The picture as a PNG in a `data:` URL; one in a colour scale has the scale as its palette. */
export function shadedPng(pixels: Pixels, shading: Shading): string {
  const { height, width, channels, data } = pixels;
  const { range: [low, high] = [0, 255], scale = "Greys" } = shading;
  const plain = channels === 1 && scale !== "Greys" && !Array.from(data).some(Number.isNaN);
  if (!plain) return pngAddress(height, width, toRgba(pixels, shading));
  const span = high - low || 1;
  const places = Uint8ClampedArray.from(data, (value) => (255 * (value - low)) / span);
  return "data:image/png;base64," +
    encodePng(height, width, 1, places, colorTable(scale)).toBase64();
}

/** RGBA bytes as a PNG in a `data:` URL, without the channels that carry no information. */
export function pngAddress(height: number, width: number, rgba: Uint8Array): string {
  let [opaque, grey] = [true, true];
  for (let i = 0; i < rgba.length; i += 4) {
    if (rgba[i + 3] !== 255) opaque = false;
    if (rgba[i] !== rgba[i + 1] || rgba[i] !== rgba[i + 2]) grey = false;
  }
  const keep = grey ? (opaque ? [0] : [0, 3]) : (opaque ? [0, 1, 2] : [0, 1, 2, 3]);
  const bytes = new Uint8Array(height * width * keep.length);
  for (let at = 0, i = 0; i < rgba.length; i += 4) {
    for (const channel of keep) bytes[at++] = rgba[i + channel]!;
  }
  return "data:image/png;base64," + encodePng(height, width, keep.length, bytes).toBase64();
}

/** A summary of a picture for the JSON: its size, minimum, maximum and mean. */
export function describePixels({ height, width, channels, data }: Pixels): Json {
  const [low, high] = extent(data);
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i] ?? 0;
  return {
    height,
    width,
    channels,
    min: toSignificant(low),
    max: toSignificant(high),
    mean: toSignificant(sum / data.length),
  };
}

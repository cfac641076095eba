/** Images with alpha over a background: what `toRgb` and `grayscale` share. */
import { type Field, list, number, withDefault } from "../fields.ts";
import type { Ops, Value } from "../ops.ts";
import type { TensorSpec } from "../step.ts";
import type { Named } from "./named.ts";

/** What lies behind an image that has alpha. */
export interface BackgroundOptions extends Named {
  /** Red, green and blue from 0 to 255; white by default. An image without alpha hides it. */
  readonly background?: readonly [red: number, green: number, blue: number];
}

const WHITE: readonly number[] = Object.freeze([255, 255, 255]);
/** The field `background` of a step. */
export const backgroundField: Field<readonly number[]> = withDefault(
  list(number({ from: 0, upTo: 255 }), 3, 3),
  WHITE,
);

/** Alpha counts from 0 to 255, as pixels do: `StepRule.needsPixels` of the steps that resolve it. */
export const needsPixels = ({ shape }: TensorSpec): string | undefined =>
  shape[2] === 2 || shape[2] === 4 ? "to lay alpha over its background" : undefined;

/**
 * The image `x` of 1 to 4 channels as red, green and blue, over the background where it has alpha:
 * the operation "over" of T. Porter and T. Duff, Compositing Digital Images, SIGGRAPH 1984.
 */
export function overBackground(x: Value, background: readonly number[], ops: Ops): Value {
  const channels = x.shape[3] ?? NaN;
  const part = (from: number, count: number) =>
    channels === count ? x : ops.slice(x, [0, 0, 0, from], [...x.shape.slice(0, 3), count]);
  const grey = channels < 3 ? part(0, 1) : undefined;
  const rgb = grey ? ops.concat([grey, grey, grey], 3) : part(0, 3);
  if (channels % 2 === 1) return rgb;
  const behind = ops.constant(background, [3]);
  const opacity = ops.mul(part(channels - 1, 1), ops.constant(1 / 255));
  return ops.add(behind, ops.mul(ops.sub(rgb, behind), opacity));
}

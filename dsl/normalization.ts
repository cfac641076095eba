/** What the normalising layers share: a mean, a variance, a factor and an offset. */
import { initializers } from "./initializers.ts";
import type { Ops, Value } from "./ops.ts";
import type { WeightSpec } from "./step.ts";

/** γ and β, one number each per channel, where they are wanted. */
export function scaleAndOffset(channels: number, scale: boolean, center: boolean): WeightSpec[] {
  const one = (name: string, initializer: WeightSpec["initializer"]): WeightSpec => ({
    name,
    shape: [channels],
    initializer,
    trainable: true,
  });
  return [
    ...(scale ? [one("gamma", initializers.ones)] : []),
    ...(center ? [one("beta", initializers.zeros)] : []),
  ];
}

/** γ·(x − μ)/√(σ² + ε) + β, with mean and biased variance along the axes. */
export function normalized(
  ops: Ops,
  x: Value,
  axes: readonly number[],
  epsilon: number,
  { gamma, beta }: Readonly<Record<string, Value>>,
): Value {
  return scaledAndOffset(ops, standardized(ops, x, axes, epsilon), { gamma, beta });
}

/** (x − μ)/√(σ² + ε), with mean and biased variance along the axes. */
export function standardized(
  ops: Ops,
  x: Value,
  axes: readonly number[],
  epsilon: number,
): Value {
  const off = ops.sub(x, ops.mean(x, axes, true));
  const variance = ops.mean(ops.mul(off, off), axes, true);
  return ops.div(off, ops.sqrt(ops.add(variance, ops.constant(epsilon))));
}

/** γ·x + β, whichever of them there are. */
export function scaledAndOffset(
  ops: Ops,
  x: Value,
  { gamma, beta }: { readonly gamma?: Value | undefined; readonly beta?: Value | undefined },
): Value {
  const scaled = gamma ? ops.mul(x, gamma) : x;
  return beta ? ops.add(scaled, beta) : scaled;
}

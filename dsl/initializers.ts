/**
 * The numbers that a weight begins with, under Keras's names (`keras.initializers`).
 *
 * A weight's fan-in is the number of inputs that one output depends on, its fan-out the number of
 * outputs that depend on one input: `in` and `out` for a dense kernel [in, out], and h·w times as
 * many for a convolution's kernel [h, w, in, out].
 */
import { sizeOf } from "./shape.ts";
import type { Initializer } from "./step.ts";

function fans(shape: readonly number[]): { fanIn: number; fanOut: number } {
  if (shape.length < 2) return { fanIn: shape[0] ?? 1, fanOut: shape[0] ?? 1 };
  const field = sizeOf(shape.slice(0, -2));
  return { fanIn: field * (shape.at(-2) ?? 1), fanOut: field * (shape.at(-1) ?? 1) };
}

/** Calls `next` once for each element of the shape. (`Float32Array.from` takes ten times as long.) */
export function fill(shape: readonly number[], next: () => number): Float32Array<ArrayBuffer> {
  const numbers = new Float32Array(sizeOf(shape));
  for (let i = 0; i < numbers.length; i++) numbers[i] = next();
  return numbers;
}

/** Uniform between ±√(3·variance), the interval whose uniform distribution has this variance. */
function uniformOf(variance: (shape: readonly number[]) => number): Initializer {
  return (shape, uniform) => {
    const limit = Math.sqrt(3 * variance(shape));
    return fill(shape, () => (2 * uniform() - 1) * limit);
  };
}

/** The standard deviation of a standard normal distribution that is cut off at ±2. */
const CUT_NORMAL_DEVIATION = 0.87962566103423978;

/** Normal, drawn again beyond two standard deviations and scaled to the requested variance. */
function normalOf(variance: (shape: readonly number[]) => number): Initializer {
  return (shape, uniform) => {
    const deviation = Math.sqrt(variance(shape)) / CUT_NORMAL_DEVIATION;
    return fill(shape, () => {
      for (;;) {
        const z = normal(uniform);
        if (Math.abs(z) < 2) return z * deviation;
      }
    });
  };
}

/** One standard normal number, from two uniform ones (Box and Muller, 1958). */
export function normal(uniform: () => number): number {
  // 1 − u is in (0, 1], where the logarithm is finite.
  return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

function glorot(shape: readonly number[]): number {
  const { fanIn, fanOut } = fans(shape);
  return 2 / (fanIn + fanOut);
}

function he(shape: readonly number[]): number {
  return 2 / fans(shape).fanIn;
}

/** The name of an initialiser, as in Keras. */
export type InitializerName =
  | "glorotUniform"
  | "glorotNormal"
  | "heUniform"
  | "heNormal"
  | "zeros"
  | "ones";

/**
 * The initialisers by name. Glorot and Bengio, 2010: variance 2/(fan-in + fan-out); He et al.,
 * 2015: variance 2/fan-in, for relu.
 */
export const initializers: Readonly<Record<InitializerName, Initializer>> = {
  glorotUniform: uniformOf(glorot),
  glorotNormal: normalOf(glorot),
  heUniform: uniformOf(he),
  heNormal: normalOf(he),
  zeros: (shape) => fill(shape, () => 0),
  ones: (shape) => fill(shape, () => 1),
};

/** The names of all initialisers. */
export const initializerNames: readonly InitializerName[] = Object.keys(
  initializers,
) as InitializerName[];

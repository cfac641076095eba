/**
 * The routine behind convolutions of one channel with one filter, such as a kernel that a reader moves
 * over a photograph. A tile would have a single column there, and could not use its vectors.
 */
import { type Code, f32x4, i32, type Lanes, type Local, Routine } from "./assembler.ts";

/** Vectors of output pixels whose sums grow together, so that a tap is read once for all of them. */
export const VECTORS = 4;

/** The name of the routine. */
export const PLANE = "plane";

/**
 * For each of `rows` rows, which begin `step` bytes apart at x, and each pixel of a row:
 *
 * y[row, pixel] = init + Σ_t weights[t] · x[row][pixel + offsets[t]]
 *
 * with offsets in bytes. A row has blocks·16 + quads·4 + rest pixels, and results are written one
 * after the other. `init` is the address of a number.
 */
export function plane(multiplyAdd: (a: Code, b: Code, c: Code) => Code): Routine {
  const routine = new Routine(PLANE);
  const [rows, step, blocks, quads, rest, taps, offsets, weights, init, x, y] = Array.from(
    { length: 11 },
    () => routine.parameter(),
  ) as [Local, Local, Local, Local, Local, Local, Local, Local, Local, Local, Local];
  const [at, from, offset, tap] = Array.from({ length: 4 }, () => routine.local("i32")) as [
    Local,
    Local,
    Local,
    Local,
  ];
  const [weight, first] = [routine.local("v128"), routine.local("v128")];
  const sums = Array.from({ length: VECTORS }, () => routine.local("v128"));
  const pixels = (vectors: readonly Local[], lanes: Lanes): Code[] => [
    ...vectors.map((sum) => sum.set(first.get)),
    offset.set(offsets.get),
    tap.set(weights.get),
    routine.repeat(
      taps.get,
      from.set(i32.add(at.get, i32.load(offset.get))),
      weight.set(f32x4.spread(tap.get)),
      ...vectors.map((sum, i) =>
        sum.set(multiplyAdd(f32x4.load(from.get, lanes, 16 * i), weight.get, sum.get))
      ),
      offset.advance(i32.of(4)),
      tap.advance(i32.of(4)),
    ),
    ...vectors.map((sum, i) => f32x4.store(y.get, sum.get, lanes, 16 * i)),
    ...[y, at].map((pointer) => pointer.advance(i32.of(4 * lanes * vectors.length))),
  ];
  routine.emit(
    first.set(f32x4.spread(init.get)),
    routine.repeat(
      rows.get,
      at.set(x.get),
      routine.repeat(blocks.get, ...pixels(sums, 4)),
      routine.repeat(quads.get, ...pixels(sums.slice(0, 1), 4)),
      routine.repeat(rest.get, ...pixels(sums.slice(0, 1), 1)),
      x.advance(step.get),
    ),
  );
  return routine;
}

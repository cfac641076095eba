/** The sums of a matrix's columns. */
import { f32x4, f64x2, i32, type Local, Routine } from "./assembler.ts";

/** The name of the routine that sums this many columns at once. */
export const sumsName = (columns: number): string => `sums ${columns}`;

/**
 * to[j] = Σ_r from[r·step + j] for `columns` columns (1, or a multiple of 2), in double precision
 * because many small gradients are added to one large sum.
 */
export function columnSums(columns: number): Routine {
  const routine = new Routine(sumsName(columns));
  const [rows, from, step, to] = Array.from({ length: 4 }, () => routine.parameter()) as [
    Local,
    Local,
    Local,
    Local,
  ];
  const pairs = Array.from({ length: Math.ceil(columns / 2) }, () => routine.local("v128"));
  const value = (at: Local, ahead: number) =>
    columns === 1 ? f64x2.widen(f32x4.load(at.get, 1)) : f64x2.fromPair(at.get, ahead);
  routine.emit(
    ...pairs.map((pair) => pair.set(f64x2.zero)),
    routine.repeat(
      rows.get,
      ...pairs.map((pair, i) => pair.set(f64x2.add(pair.get, value(from, 8 * i)))),
      from.advance(step.get),
    ),
    ...pairs.flatMap((pair) => {
      const lanes = columns === 1 ? 1 : 2;
      return [f32x4.store(to.get, f64x2.narrow(pair.get), lanes), to.advance(i32.of(4 * lanes))];
    }),
  );
  return routine;
}

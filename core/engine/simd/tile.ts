/**
 * The one routine behind convolutions, their gradients and matrix products: rows that lie anywhere
 * in memory times a panel of columns, a tile of the result at a time in registers.
 */
import { type Code, f32x4, i32, type Lanes, type Local, Routine } from "./assembler.ts";

/** Rows of a tile: with two vectors of columns, 12 sums, which leave registers for the operands. */
export const ROWS = 6;

/** Columns of a panel, as vectors of so many lanes. */
export const panels: readonly { readonly columns: number; readonly lanes: readonly Lanes[] }[] = [
  { columns: 8, lanes: [4, 4] },
  { columns: 4, lanes: [4] },
  { columns: 1, lanes: [1] },
];

/** The name of the routine for tiles of so many rows and columns. */
export const tileName = (rows: number, columns: number): string => `tile ${rows}x${columns}`;

/**
 * For each of `tiles` tiles of `rows` rows, with r counting the rows of all tiles:
 *
 * c[r] = init[r] + Σ_o Σ_k a[offsets[r] + o·outerStep + k·innerStep] · b[o·inner + k]
 *
 * where c[r], init[r] and b[k] are rows of `lanes`, and all steps are in bytes. `offsets` are bytes
 * as well. With `initStep` 0 all rows begin with the same numbers: a bias, or zeros.
 */
export function tile(
  rows: number,
  columns: number,
  lanes: readonly Lanes[],
  multiplyAdd: (a: Code, b: Code, c: Code) => Code,
): Routine {
  const routine = new Routine(tileName(rows, columns));
  const parameter = () => routine.parameter();
  const [tiles, offsets, a, outer, outerStep] = [1, 2, 3, 4, 5].map(parameter) as [
    Local,
    Local,
    Local,
    Local,
    Local,
  ];
  const [inner, innerStep, b, bStep] = [1, 2, 3, 4].map(parameter) as [Local, Local, Local, Local];
  const [init, initStep, c, cStep] = [1, 2, 3, 4].map(parameter) as [Local, Local, Local, Local];
  const from = Array.from({ length: rows }, () => routine.local("i32"));
  const sums = from.map(() => lanes.map(() => routine.local("v128")));
  const right = lanes.map(() => routine.local("v128"));
  const [left, panel, rest] = [
    routine.local("v128"),
    routine.local("i32"),
    routine.local("i32"),
  ];
  /** One k, `ahead` bytes further on in every row of a. */
  const once = (ahead: number): Code[] => [
    ...right.map((local, j) => local.set(f32x4.load(panel.get, lanes[j]!, 16 * j))),
    panel.advance(bStep.get),
    ...from.flatMap((row, i) => [
      left.set(f32x4.spread(row.get, ahead)),
      ...sums[i]!.map((sum, j) => sum.set(multiplyAdd(left.get, right[j]!.get, sum.get))),
    ]),
  ];
  routine.emit(
    // What is left of a step outwards after all steps inwards.
    rest.set(i32.sub(outerStep.get, i32.mul(inner.get, innerStep.get))),
    routine.repeat(
      tiles.get,
      ...from.map((row, i) =>
        row.set(i32.add(a.get, i32.load(i32.add(offsets.get, i32.of(4 * i)))))
      ),
      offsets.advance(i32.of(4 * rows)),
      ...sums.flatMap((row) => [
        ...row.map((sum, j) => sum.set(f32x4.load(init.get, lanes[j]!, 16 * j))),
        init.advance(initStep.get),
      ]),
      panel.set(b.get),
      routine.repeat(
        outer.get,
        routine.repeat(
          inner.get,
          ...once(0),
          ...from.map((row) => row.advance(innerStep.get)),
        ),
        ...from.map((row) => row.advance(rest.get)),
      ),
      ...sums.flatMap((row) => [
        ...row.map((sum, j) => f32x4.store(c.get, sum.get, lanes[j]!, 16 * j)),
        c.advance(cStep.get),
      ]),
    ),
  );
  return routine;
}

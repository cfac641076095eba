/**
 * The routine behind convolutions, their gradients and matrix products. It multiplies rows that begin
 * anywhere in memory by a panel of columns, and keeps one tile of the result in registers at a time.
 */
import { type Code, f32x4, i32, type Lanes, type Local, Routine } from "./assembler.ts";

/** Rows of a tile. With two vectors of columns it has 12 sums, which leave registers for the operands. */
export const ROWS = 6;

/** The widths of panels, and the lanes of the vectors that hold one row of a panel. */
export const panels: readonly { readonly columns: number; readonly lanes: readonly Lanes[] }[] = [
  { columns: 8, lanes: [4, 4] },
  { columns: 4, lanes: [4] },
  { columns: 1, lanes: [1] },
];

/** The name of the routine for tiles of this many rows and columns. */
export const tileName = (rows: number, columns: number): string => `tile ${rows}x${columns}`;

/**
 * For each of `tiles` tiles of `rows` rows, with r counting the rows of all tiles:
 *
 * c[r] = init[r] + Σ_o Σ_k a[offsets[r] + o·outerStep + k·innerStep] · b[o·inner + k]
 *
 * where c[r], init[r] and b[k] are rows of `columns` numbers, and all steps and offsets are in bytes.
 * With `initStep` 0 all rows begin with the same numbers: a bias, or zeros.
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
  /** The products of one k, `ahead` bytes further on in every row of a. */
  const once = (ahead: number): Code[] => [
    ...right.map((local, j) => local.set(f32x4.load(panel.get, lanes[j]!, 16 * j))),
    panel.advance(bStep.get),
    ...from.flatMap((row, i) => [
      left.set(f32x4.spread(row.get, ahead)),
      ...sums[i]!.map((sum, j) => sum.set(multiplyAdd(left.get, right[j]!.get, sum.get))),
    ]),
  ];
  routine.emit(
    // The rest of an outer step after all its inner steps.
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

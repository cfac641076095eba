/**
 * The routines behind convolutions, their gradients and matrix products. Each multiplies rows of a
 * left side by panels of columns, and keeps one tile of the result in registers at a time.
 */
import {
  type Code,
  f32x4,
  i32,
  type Lanes,
  type Local,
  type MultiplyAdd,
  Routine,
} from "./assembler.ts";

/**
 * The most rows of a tile. With two vectors of columns, six rows have 12 sums, which leave registers
 * for the operands. Where a product and a sum are two instructions, the product needs a register too.
 */
export const tileRows = (fused: boolean): number => fused ? 6 : 5;

/** The widths of panels, and the lanes of the vectors that hold one row of a panel. */
export const panels: readonly { readonly columns: number; readonly lanes: readonly Lanes[] }[] = [
  { columns: 8, lanes: [4, 4] },
  { columns: 4, lanes: [4] },
  { columns: 1, lanes: [1] },
];

/**
 * How the rows of the left side lie in memory: they begin "anywhere" and their numbers follow each
 * other, or they begin "abreast", 4 bytes apart, as the columns of a row-major matrix do.
 */
export type LeftRows = "anywhere" | "abreast";

/** The name of the routine for tiles of this many rows and columns. */
export const tileName = (left: LeftRows, rows: number, columns: number): string =>
  `tile ${left} ${rows}x${columns}`;

/** How often the loop along a sum is unrolled: a step of the loop costs as much as a few products. */
const UNROLLED = 8;

/**
 * For each of some products, whose matrices lie at equal distances; for each of `panels` panels; and
 * for each of `tiles` tiles of `rows` rows, with r counting the rows of all tiles:
 *
 * c[r] = init[r] + Σ_o Σ_k a[offsets[r] + o·outerStep + 4·k] · b[o·inner + k], or, if the rows lie
 * abreast, c[r] = init[r] + Σ_o Σ_k a[4·r + o·outerStep + k·innerStep] · b[o·inner + k]
 *
 * where c[r], init[r] and b[k] are rows of `columns` numbers, and all steps and offsets are in bytes.
 * With `initStep` 0 all rows begin with the same numbers: a bias, or zeros.
 */
export function tile(
  left: LeftRows,
  rows: number,
  { columns, lanes }: (typeof panels)[number],
  multiplyAdd: MultiplyAdd,
): Routine {
  const routine = new Routine(tileName(left, rows, columns));
  const parameters = (count: number) => Array.from({ length: count }, () => routine.parameter());
  const [products, nextA, nextB, nextInit, nextC] = parameters(5) as [
    Local,
    Local,
    Local,
    Local,
    Local,
  ];
  const [panelCount, panelStep, tiles] = parameters(3) as [Local, Local, Local];
  /** For rows anywhere, the address of their offsets; else the step from one number of a row to the next. */
  const [layout, a, outer, outerStep, inner] = parameters(5) as [Local, Local, Local, Local, Local];
  const [b, bStep] = parameters(2) as [Local, Local];
  const [init, initStep, c, cStep] = parameters(4) as [Local, Local, Local, Local];
  const locals = (count: number, type: "i32" | "v128") =>
    Array.from({ length: count }, () => routine.local(type));
  const from = locals(left === "anywhere" ? rows : 1, "i32");
  const [initAt, cAt, panel, next, rest] = locals(5, "i32") as [Local, Local, Local, Local, Local];
  const [panelInit, panelC, panelB] = locals(3, "i32") as [Local, Local, Local];
  const right = locals(lanes.length, "v128");
  const number = routine.local("v128");
  const sums = Array.from({ length: rows }, () => locals(lanes.length, "v128"));

  /** The products of one k, the `ahead`-th one after those to which `from` points. */
  const once = (ahead: number): Code[] => [
    ...right.map((local, j) => local.set(f32x4.load(panel.get, lanes[j]!, 16 * j))),
    panel.advance(bStep.get),
    ...sums.flatMap((row, i) => [
      number.set(
        left === "anywhere"
          ? f32x4.spread(from[i]!.get, 4 * ahead)
          : f32x4.spread(from[0]!.get, 4 * i),
      ),
      ...row.map((sum, j) => sum.set(multiplyAdd(number.get, right[j]!.get, sum.get))),
    ]),
    ...(left === "abreast" ? [from[0]!.advance(layout.get)] : []),
  ];
  const steps = (count: number): Code[] => [
    ...Array.from({ length: count }, (_, ahead) => once(ahead)).flat(),
    ...(left === "anywhere" ? from.map((row) => row.advance(i32.of(4 * count))) : []),
  ];
  const begin = left === "anywhere"
    ? [
      ...from.map((row, i) => row.set(i32.add(a.get, i32.load(i32.add(next.get, i32.of(4 * i)))))),
      next.advance(i32.of(4 * rows)),
    ]
    : [from[0]!.set(next.get), next.advance(i32.of(4 * rows))];
  const oneTile = [
    ...begin,
    ...sums.flatMap((row) => [
      ...row.map((sum, j) => sum.set(f32x4.load(initAt.get, lanes[j]!, 16 * j))),
      initAt.advance(initStep.get),
    ]),
    panel.set(panelB.get),
    routine.repeat(
      outer.get,
      routine.repeat(i32.shiftRight(inner.get, i32.of(Math.log2(UNROLLED))), ...steps(UNROLLED)),
      routine.repeat(i32.and(inner.get, i32.of(UNROLLED - 1)), ...steps(1)),
      ...from.map((row) => row.advance(rest.get)),
    ),
    ...sums.flatMap((row) => [
      ...row.map((sum, j) => f32x4.store(cAt.get, sum.get, lanes[j]!, 16 * j)),
      cAt.advance(cStep.get),
    ]),
  ];

  routine.emit(
    // The rest of an outer step after all its inner steps.
    rest.set(
      i32.sub(outerStep.get, i32.mul(inner.get, left === "anywhere" ? i32.of(4) : layout.get)),
    ),
    routine.repeat(
      products.get,
      panelB.set(b.get),
      panelInit.set(init.get),
      panelC.set(c.get),
      routine.repeat(
        panelCount.get,
        next.set(left === "anywhere" ? layout.get : a.get),
        initAt.set(panelInit.get),
        cAt.set(panelC.get),
        routine.repeat(tiles.get, ...oneTile),
        panelB.advance(panelStep.get),
        panelInit.advance(i32.of(4 * columns)),
        panelC.advance(i32.of(4 * columns)),
      ),
      a.advance(nextA.get),
      b.advance(nextB.get),
      init.advance(nextInit.get),
      c.advance(nextC.get),
    ),
  );
  return routine;
}

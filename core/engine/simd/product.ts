/** Matrix products, panel by panel, whose left side's rows may begin anywhere in memory. */
import type { Handle } from "./memory.ts";
import type { Simd } from "./simd.ts";
import { panels, ROWS, tileName } from "./tile.ts";

/** How a row of the left side is read: `outer` runs of `inner` numbers, with steps in bytes. */
export interface RowWalk {
  readonly outer: number;
  readonly outerStep: number;
  readonly inner: number;
  readonly innerStep: number;
}

/** c[r] = init[r] + Σ walk(a + offsets[r]) · b. All addresses, offsets and steps are in bytes. */
export interface Product {
  readonly rows: number;
  /** The address of 32-bit integers: where each row begins, counted from `a`. */
  readonly offsets: number;
  readonly a: number;
  readonly walk: RowWalk;
  readonly columns: number;
  readonly b: number;
  /** The number of rows if the right side is packed in panels; absent if it is row-major. */
  readonly packedRows?: number;
  /** The first row of `b` to use. */
  readonly first?: number;
  readonly init: number;
  /** From one row of `init` to the next; 0 if all rows share one, such as a bias. */
  readonly initStep: number;
  readonly c: number;
}

/** Cuts columns into panels of eight, then four, then one. */
export function panelsOf(columns: number): { readonly at: number; readonly columns: number }[] {
  const cut: { at: number; columns: number }[] = [];
  let at = 0;
  for (const panel of panels) {
    for (; columns - at >= panel.columns; at += panel.columns) {
      cut.push({ at, columns: panel.columns });
    }
  }
  return cut;
}

/** Computes a product: all its tiles, panel by panel. */
export function multiplyRows(simd: Simd, product: Product): void {
  const { rows, offsets, a, walk, packedRows, first = 0, init, initStep, c } = product;
  const cStep = 4 * product.columns;
  const tiles = Math.floor(rows / ROWS);
  const rest = rows % ROWS;
  const done = tiles * ROWS;
  for (const { at, columns } of panelsOf(product.columns)) {
    const step = packedRows === undefined ? cStep : 4 * columns;
    const b = product.b + 4 * at * (packedRows ?? 1) + first * step;
    const run = (height: number, count: number, row: number) =>
      simd.run(
        tileName(height, columns),
        count,
        offsets + 4 * row,
        a,
        ...[walk.outer, walk.outerStep, walk.inner, walk.innerStep],
        ...[b, step],
        ...[init + 4 * at + row * initStep, initStep],
        ...[c + 4 * at + row * cStep, cStep],
      );
    if (tiles > 0) run(ROWS, tiles, 0);
    if (rest > 0) run(rest, 1, done);
  }
}

/** Rows to pack: `rows` rows from the address `from`, which become the rows from `first` on. */
export interface PackedPart {
  readonly rows: number;
  readonly from: number;
  readonly first: number;
}

/**
 * Packs a matrix in panels, so that a tile reads it from one end to the other. Steps are in bytes.
 */
export function packPanels(
  simd: Simd,
  { rows, columns, rowStep, columnStep }: {
    readonly rows: number;
    readonly columns: number;
    readonly rowStep: number;
    readonly columnStep: number;
  },
  parts: readonly PackedPart[],
): Handle {
  const result = simd.make([rows, columns]);
  const to = simd.address(result);
  for (const { at, columns: width } of panelsOf(columns)) {
    for (const part of parts) {
      const start = to + 4 * (at * rows + part.first * width);
      simd.run("pack", part.rows, width, part.from + at * columnStep, rowStep, columnStep, start);
    }
  }
  return result;
}

/** An array of 32-bit integers that routines can read. */
export function table(simd: Simd, size: number, entry: (i: number) => number): Handle {
  const result = simd.make([size]);
  const floats = simd.view(result);
  const numbers = new Int32Array(floats.buffer, floats.byteOffset, size);
  for (let i = 0; i < size; i++) numbers[i] = entry(i);
  return result;
}

/** An array of zeros. */
export function zeros(simd: Simd, size: number): Handle {
  const result = simd.make([size]);
  simd.view(result).fill(0);
  return result;
}

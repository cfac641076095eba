/** Products of matrices whose rows may lie anywhere, panel by panel. */
import type { Handle } from "./memory.ts";
import type { Simd } from "./simd.ts";
import { panels, ROWS, tileName } from "./tile.ts";

/** How the left side's rows are read: `outer` times `inner` numbers; steps in bytes. */
export interface RowWalk {
  readonly outer: number;
  readonly outerStep: number;
  readonly inner: number;
  readonly innerStep: number;
}

/** c[r] = init[r] + Σ walk(a + offsets[r]) · b. All places are bytes. */
export interface Product {
  readonly rows: number;
  /** Where each row begins, from `a`. */
  readonly offsets: number;
  readonly a: number;
  readonly walk: RowWalk;
  readonly columns: number;
  readonly b: number;
  /** The rows of a packed right side; nothing where it lies as usual, row after row. */
  readonly packedRows?: number;
  /** Which row of `b` comes first. */
  readonly first?: number;
  readonly init: number;
  /** From a row's beginning numbers to the next row's; 0 for a bias. */
  readonly initStep: number;
  readonly c: number;
}

/** Cuts columns into panels: eight, four, and one at a time. */
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

/** Runs a product. */
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

/** A part of a matrix to pack: `rows` rows from the byte `from`, to stand at row `first`. */
export interface PackedPart {
  readonly rows: number;
  readonly from: number;
  readonly first: number;
}

/**
 * A matrix of `rows` rows packed in panels, so that a tile reads it from one end to the other;
 * steps in bytes.
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

/** Whole numbers where routines can read them. */
export function table(simd: Simd, size: number, entry: (i: number) => number): Handle {
  const result = simd.make([size]);
  const floats = simd.view(result);
  const numbers = new Int32Array(floats.buffer, floats.byteOffset, size);
  for (let i = 0; i < size; i++) numbers[i] = entry(i);
  return result;
}

/** Zeros. */
export function zeros(simd: Simd, size: number): Handle {
  const result = simd.make([size]);
  simd.view(result).fill(0);
  return result;
}

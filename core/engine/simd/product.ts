/** Matrix products, panel by panel. */
import type { Handle } from "./memory.ts";
import type { Simd } from "./simd.ts";
import { panels, tileName } from "./tile.ts";

/** Products of one form, whose matrices lie at equal distances. */
export interface Repeated {
  readonly count: number;
  /** From one product to the next, in bytes. */
  readonly a: number;
  readonly b: number;
  readonly init: number;
  readonly c: number;
}

/** c[r] = init[r] + Σ a[r] · b. All addresses, offsets and steps are in bytes. */
export interface Product {
  readonly rows: number;
  /**
   * Where the rows of the left side begin: at offsets from `a`, which are 32-bit integers at this
   * address; or 4 bytes apart ("abreast"), with a step from one number of a row to the next.
   */
  readonly left: { readonly offsets: number } | { readonly innerStep: number };
  readonly a: number;
  /** How a row of the left side is read: `outer` runs of `inner` numbers. */
  readonly walk: { readonly outer: number; readonly outerStep: number; readonly inner: number };
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
  /** How often the product is computed, each time on other matrices; by default once. */
  readonly repeated?: Repeated;
}

const ONCE: Repeated = { count: 1, a: 0, b: 0, init: 0, c: 0 };

/** Neighbouring panels of one width. */
export interface PanelGroup {
  /** The first column. */
  readonly at: number;
  /** The columns of one panel. */
  readonly columns: number;
  readonly count: number;
}

/** Cuts columns into panels of eight, then four, then one. */
export function panelsOf(columns: number): PanelGroup[] {
  const groups: PanelGroup[] = [];
  let at = 0;
  for (const panel of panels) {
    const count = Math.floor((columns - at) / panel.columns);
    if (count > 0) groups.push({ at, columns: panel.columns, count });
    at += count * panel.columns;
  }
  return groups;
}

/** Tiles of one height. */
export interface TileGroup {
  readonly height: number;
  readonly count: number;
}

/**
 * Cuts rows into as few tiles as possible, whose heights differ by at most one: a tile of one row
 * takes almost as long as one of five.
 */
export function tilesOf(rows: number, most: number): TileGroup[] {
  const tiles = Math.ceil(rows / most);
  const height = Math.floor(rows / Math.max(tiles, 1));
  const higher = rows - tiles * height;
  return [{ height: height + 1, count: higher }, { height, count: tiles - higher }]
    .filter(({ count }) => count > 0);
}

/** Computes a product: all its tiles, panel by panel. */
export function multiplyRows(simd: Simd, product: Product): void {
  const { left, a, walk: { outer, outerStep, inner }, packedRows, first = 0, initStep } = product;
  const { repeated = ONCE } = product;
  const cStep = 4 * product.columns;
  const tiles = tilesOf(product.rows, simd.tileRows);
  for (const { at, columns, count } of panelsOf(product.columns)) {
    const step = packedRows === undefined ? cStep : 4 * columns;
    const b = product.b + 4 * at * (packedRows ?? 1) + first * step;
    const panelStep = 4 * columns * (packedRows ?? 1);
    let [offsets, from] = "offsets" in left ? [left.offsets, a] : [left.innerStep, a];
    let [init, c] = [product.init + 4 * at, product.c + 4 * at];
    for (const { height, count: high } of tiles) {
      simd.run(
        tileName("offsets" in left ? "anywhere" : "abreast", height, columns),
        ...[repeated.count, repeated.a, repeated.b, repeated.init, repeated.c],
        ...[count, panelStep, high],
        ...[offsets, from, outer, outerStep, inner],
        ...[b, step],
        ...[init, initStep, c, cStep],
      );
      const done = high * height;
      if ("offsets" in left) offsets += 4 * done;
      else from += 4 * done;
      init += done * initStep;
      c += done * cStep;
    }
  }
}

/** A matrix in memory, with steps in bytes. */
export interface MatrixLayout {
  readonly rows: number;
  readonly columns: number;
  readonly rowStep: number;
  readonly columnStep: number;
}

/** Copies a matrix, whose rows follow one another in the copy; quads at a time, where they lie so. */
export function copyMatrix(simd: Simd, layout: MatrixLayout, from: number, to: number): void {
  const { rows, columns, rowStep, columnStep } = layout;
  const width = 4 * columns;
  if (columnStep === 4) {
    const [quads, rest] = [Math.floor(columns / 4), columns % 4];
    simd.run("copyPixels", rows, 1, quads, rest, from, rowStep - width, to, width, 0);
  } else if (rowStep === 4 && columns % 4 === 0) {
    const blocks = Math.floor(rows / 4);
    for (let i = 0; i < columns; i += 4) {
      simd.run("transposeBlocks", blocks, from + i * columnStep, columnStep, to + 4 * i, width);
    }
    const done = 4 * blocks;
    simd.run("pack", rows - done, columns, from + 4 * done, 4, columnStep, to + done * width);
  } else simd.run("pack", rows, columns, from, rowStep, columnStep, to);
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
  { rows, columns, rowStep, columnStep }: MatrixLayout,
  parts: readonly PackedPart[],
): Handle {
  const result = simd.make([rows, columns]);
  const to = simd.address(result);
  for (const { at, columns: width, count } of panelsOf(columns)) {
    for (let left = at; left < at + count * width; left += width) {
      for (const part of parts) {
        const start = to + 4 * (left * rows + part.first * width);
        const from = part.from + left * columnStep;
        copyMatrix(simd, { rows: part.rows, columns: width, rowStep, columnStep }, from, start);
      }
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

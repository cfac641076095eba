/** Matrix products by tiles. */
import type { MatmulAttributes } from "../../graph/primitives/matmul.ts";
import type { ArrayReferences, Handle } from "./memory.ts";
import { multiplyRows, packPanels, table, zeros } from "./product.ts";
import type { Simd } from "./simd.ts";

/** op(A) · op(B), plus a bias per column if there is one. */
export function matmulByTiles(
  device: ArrayReferences,
  simd: Simd,
  [a, b, bias]: readonly (Handle | undefined)[],
  { transposeA, transposeB }: MatmulAttributes,
  [rows = 0, columns = 0]: readonly number[],
): Handle {
  const inner = a!.shape[transposeA ? 0 : 1]!;
  const offsets = transposeA ? undefined : table(simd, rows, (i) => 4 * i * inner);
  // Packing copies all of B, which pays only if more than one tile reads it.
  const right = transposeB || rows > simd.tileRows
    ? packPanels(
      simd,
      {
        rows: inner,
        columns,
        rowStep: transposeB ? 4 : 4 * columns,
        columnStep: transposeB ? 4 * inner : 4,
      },
      [{ rows: inner, from: simd.address(b!), first: 0 }],
    )
    : undefined;
  const init = bias ? device.alias(bias, bias.shape) : zeros(simd, columns);
  const result = simd.make([rows, columns]);
  multiplyRows(simd, {
    rows,
    left: offsets ? { offsets: simd.address(offsets) } : { innerStep: 4 * rows },
    a: simd.address(a!),
    walk: { outer: 1, outerStep: 0, inner },
    columns,
    b: simd.address(right ?? b!),
    ...(right && { packedRows: inner }),
    init: simd.address(init),
    initStep: 0,
    c: simd.address(result),
  });
  device.free(init, ...[offsets, right].filter((array) => array !== undefined));
  return result;
}

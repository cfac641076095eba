/** Our own routines, linked to an engine's memory. */
import type { Handle, Memory } from "./memory.ts";
import { copyPixels, pack } from "./copies.ts";
import { formName, pass, type PassForm } from "./elementwise.ts";
import { hasVectors, link, multiplyAdd, type RunRoutine } from "./module.ts";
import { maxPoolGradientRow } from "./pool.ts";
import { columnSums } from "./sums.ts";
import { panels, ROWS, tile } from "./tile.ts";
import { reduceWindows } from "./windows.ts";

/** The routines, and the arrays on which they work. */
export interface Simd extends Memory {
  /** Runs a routine by its name. */
  run(name: string, ...numbers: number[]): void;
  /** The routine for a pass of elementwise arithmetic, assembled when a form is first used. */
  pass(form: PassForm): RunRoutine;
  /** The address of an array's first byte. */
  address(handle: Handle): number;
}

/** Assembles the routines for a memory; undefined if the runtime has no vectors. */
export function simdOn(
  memory: WebAssembly.Memory,
  arrays: Memory & Pick<Simd, "address">,
): Simd | undefined {
  if (!hasVectors()) return undefined;
  const fused = multiplyAdd();
  const routines = link([
    ...Array.from({ length: ROWS }, (_, i) => i + 1).flatMap((rows) =>
      panels.map(({ columns, lanes }) => tile(rows, columns, lanes, fused))
    ),
    pack(),
    copyPixels(),
    maxPoolGradientRow(),
    columnSums(8),
    columnSums(1),
    reduceWindows("max"),
    reduceWindows("sum"),
  ], memory);
  const passes = new Map<string, RunRoutine>();
  return {
    ...arrays,
    run: (name, ...numbers) => routines.get(name)!(...numbers),
    pass(form) {
      const name = formName(form);
      const known = passes.get(name);
      if (known) return known;
      const made = link([pass(form)], memory).get(name)!;
      passes.set(name, made);
      return made;
    },
  };
}

/** Our own routines, linked to an engine's memory. */
import type { ConvAttributes } from "../../graph/primitives/conv2d.ts";
import type { Routine } from "./assembler.ts";
import type { ArrayReferences, Handle, Memory } from "./memory.ts";
import { copyPixels, pack, transposeBlocks } from "./copies.ts";
import { formName, pass, type PassForm } from "./elementwise.ts";
import { hasFused, hasVectors, link, multiplyAdd, type RunRoutine } from "./module.ts";
import { maxPoolGradientRow } from "./pool.ts";
import { plane } from "./planes.ts";
import { columnSums } from "./sums.ts";
import { panels, tile, tileRows } from "./tile.ts";
import { reduceWindows } from "./windows.ts";

/** The routines, and the arrays on which they work. */
export interface Simd extends Memory {
  /** Runs a routine by its name. */
  run(name: string, ...numbers: number[]): void;
  /** The routine for a pass of elementwise arithmetic, assembled when a form is first used. */
  pass(form: PassForm): RunRoutine;
  /** The address of an array's first byte. */
  address(handle: Handle): number;
  /** The most rows of a tile. */
  readonly tileRows: number;
  /** Another way to convolve, where the engine has one. */
  readonly winograd?: ConvolutionMethod | undefined;
}

/** A way to convolve besides the direct one. A page does without it, because it has to be carried. */
export interface ConvolutionMethod {
  /** The routines that it runs. */
  readonly routines: () => readonly Routine[];
  /** Whether it computes convolutions of this form. */
  readonly suits: (attributes: ConvAttributes) => boolean;
  /** The convolution of x, w and perhaps a bias. */
  readonly convolve: Convolve;
  /** Its gradient for the image, of dy and w. */
  readonly imageGradient: Convolve;
  /** Its gradient for the kernel, of x and dy. */
  readonly kernelGradient: Convolve;
}

type Convolve = (
  device: ArrayReferences,
  simd: Simd,
  inputs: readonly (Handle | undefined)[],
  attributes: ConvAttributes,
) => Handle;

/** What an engine may ask of the routines. */
export interface SimdOptions {
  /** Whether a product and its sum are one instruction; by default where the runtime has it. */
  readonly fused?: boolean;
  /** Another way to convolve. */
  readonly winograd?: ConvolutionMethod;
}

/**
 * Assembles the routines for a memory; undefined if the runtime has no vectors. Without `fused`, a
 * product and its sum are two instructions, as on a runtime without relaxed SIMD.
 */
export function simdOn(
  memory: WebAssembly.Memory,
  arrays: Memory & Pick<Simd, "address">,
  { fused = hasFused(), winograd }: SimdOptions = {},
): Simd | undefined {
  if (!hasVectors()) return undefined;
  const heights = Array.from({ length: tileRows(fused) }, (_, i) => i + 1);
  const routines = link([
    ...(["anywhere", "abreast"] as const).flatMap((left) =>
      heights.flatMap((rows) => panels.map((panel) => tile(left, rows, panel, multiplyAdd(fused))))
    ),
    pack(),
    transposeBlocks(),
    copyPixels(),
    maxPoolGradientRow(),
    columnSums(8),
    columnSums(1),
    plane(multiplyAdd(fused)),
    reduceWindows("max"),
    reduceWindows("sum"),
    ...winograd?.routines() ?? [],
  ], memory);
  const passes = new Map<string, RunRoutine>();
  return {
    ...arrays,
    tileRows: heights.length,
    winograd,
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

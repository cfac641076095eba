/**
 * Random pipelines on every engine against the loops, forward and gradients. A failure prints
 * fast-check's seed and the smallest sample it found: that sample goes into random_cases.json.
 */
import { assert } from "@std/assert";
import fc from "fast-check";
import type { Engine } from "../../core/engine/engine.ts";
import { loopsEngine } from "../../core/engine/loops.ts";
import { frozenEngine } from "./native_compare.ts";
import { nativeEngine, nativeUnavailable } from "../../core/engine/native/mod.ts";
import { cpuDevice } from "../../core/engine/tfjs/cpu.ts";
import { simdEngine } from "../../core/engine/simd/engine/engine.ts";
import { tfjsEngine } from "../../core/engine/tfjs/engine.ts";
import { winograd } from "../../core/engine/simd/winograd_method.ts";
import { wasmDevice } from "../../core/engine/tfjs/wasm.ts";
import { outcome, type Sample, samples, task } from "./random_pipelines.ts";

const RUNS = 300;
/** The seed of the samples, fixed so that every run tests the same ones. */
const SEED = 20261124;

const engines: [string, Engine][] = [
  ["cpu", tfjsEngine(cpuDevice())],
  ["wasm", tfjsEngine(await wasmDevice())],
  ["wasm without routines", tfjsEngine(await wasmDevice({ simd: false }))],
  ["simd as a page has it", simdEngine()!],
  ["simd", simdEngine("", { winograd })!],
];
const missing = nativeUnavailable();
if (missing === undefined) {
  const native = await nativeEngine({ threads: 2 });
  engines.push(["native", native], ["native with frozen variables", frozenEngine(native)]);
} else console.log(`Skipped, native on random pipelines: ${missing}`);

const loops = loopsEngine();
const kind = (name: string) => name.split(" ")[0]!;
const largest = (numbers: Float32Array) => numbers.reduce((m, n) => Math.max(m, Math.abs(n)), 0);

/**
 * The largest difference, in units of the largest number of its array, or of a hundredth of the
 * largest number of its kind (all gradients are one kind) if that is more. A bias before batch norm
 * needs this: its gradient is 0, as a sum of large terms of which only the rounding remains.
 */
function worst(found: Record<string, Float32Array>, expected: Record<string, Float32Array>) {
  const scales: Record<string, number> = {};
  for (const [name, numbers] of Object.entries(expected)) {
    scales[kind(name)] = Math.max(scales[kind(name)] ?? 1e-3, largest(numbers));
  }
  return Math.max(
    ...Object.entries(expected).map(([name, numbers]) => {
      const apart = numbers.map((n, i) => Math.abs(n - (found[name]?.[i] ?? NaN)));
      // NaN compares as neither smaller nor larger: it counts as the worst.
      const scale = Math.max(largest(numbers), scales[kind(name)]! / 100);
      return apart.some(Number.isNaN) ? Infinity : largest(apart) / scale;
    }),
  );
}

/** The part by which x is moved, and the change of a result from which a comparison means nothing. */
const [NUDGE, UNSTEADY] = [1e-5, 3e-3];

/**
 * How much engines may differ on a sample: a little more than the loops do when x moves by about as
 * much as rounding does. Undefined where another pixel becomes the maximum or a ReLU changes its
 * side: there a gradient jumps, and both results are right.
 */
async function tolerance(
  asked: ReturnType<typeof task>,
  expected: Record<string, Float32Array>,
): Promise<number | undefined> {
  const moved = await Promise.all(
    [NUDGE, -NUDGE].map(async (nudge) => worst(await outcome(loops, asked, nudge), expected)),
  );
  const most = Math.max(...moved);
  return most < UNSTEADY ? 1e-4 + most : undefined;
}

/** Compares all engines on a sample. False if the comparison would mean nothing. */
async function agrees(sample: Sample): Promise<boolean> {
  const asked = task(sample);
  const expected = await outcome(loops, asked);
  const allowed = await tolerance(asked, expected);
  if (allowed === undefined) return false;
  for (const [name, engine] of engines) {
    const error = worst(await outcome(engine, asked), expected);
    assert(error <= allowed, `${name} is off by ${error}, allowed are ${allowed}`);
  }
  return true;
}

Deno.test(`all engines agree with the loops on ${RUNS} random pipelines`, async () => {
  let [compared, left] = [0, 0];
  const property = fc.asyncProperty(samples, async (sample) => {
    if (await agrees(sample)) compared++;
    else left++;
  });
  // More samples than needed, because the comparison of some means nothing.
  await fc.assert(property, { numRuns: RUNS * 1.2, seed: SEED });
  assert(compared >= RUNS, `only ${compared} samples were compared, ${left} were unsteady`);
});

const kept: Sample[] = JSON.parse(
  await Deno.readTextFile(new URL("./random_cases.json", import.meta.url)),
);
for (const [i, sample] of kept.entries()) {
  const layers = sample.pipeline.steps.map(({ step }) => step).join(", ");
  Deno.test(`all engines agree with the loops on kept sample ${i + 1}: ${layers}`, async () => {
    assert(await agrees(sample), "the sample says nothing any more");
  });
}

/** Runs a program on `native` and on the loops with the same seeded numbers. */
import type { Engine } from "../../core/engine/engine.ts";
import { loopsEngine } from "../../core/engine/loops.ts";
import { nativeEngine } from "../../core/engine/native/mod.ts";
import type { Program } from "../../core/graph/program.ts";
import { sizeOf } from "../../core/graph/tensor.ts";

/** Numbers in [0, 1) from a seed (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Numbers between −1 and 1. */
export function numbers(size: number, seed: number): Float32Array<ArrayBuffer> {
  const next = generator(seed);
  return Float32Array.from({ length: size }, () => next() * 2 - 1);
}

/** The largest difference, in units of the largest number expected (at least 1e-3). */
export function difference(actual: Float32Array, expected: Float32Array): number {
  if (actual.length !== expected.length) return Infinity;
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
  return actual.reduce((most, value, i) => {
    const apart = Math.abs(value - expected[i]!) / scale;
    // NaN compares as neither smaller nor larger: it counts as the worst.
    return apart <= most ? most : Number.isNaN(apart) ? Infinity : apart;
  }, 0);
}

/** The engine, which is opened once for all tests of a file. */
let engine: Promise<Engine> | undefined;
export const native = (): Promise<Engine> => engine ??= nativeEngine({ threads: 2 });

/** Runs a program once with seeded numbers. Returns its outputs and its updated variables. */
export async function runOn(
  on: Engine,
  program: Program,
  make: (size: number, seed: number) => Float32Array = numbers,
): Promise<Record<string, Float32Array>> {
  const leaves = (named: Program["inputs"], base: number) =>
    Object.fromEntries(named.map(({ name, shape }, i) => [name, make(sizeOf(shape), base + i)]));
  const store = on.store(leaves(program.variables, 100));
  const executable = await on.compile(program);
  const outputs = await executable.run(
    { ...leaves(program.inputs, 1), ...leaves(program.draws, 50) },
    store,
  );
  for (const name of program.updates.keys()) outputs[`update ${name}`] = await store.read(name);
  executable.close();
  store.close();
  return outputs;
}

/** The largest difference between `native` and the loops over all outputs and updates. */
export async function disagreement(
  program: Program,
  make?: (size: number, seed: number) => Float32Array,
  engine: Promise<Engine> = native(),
): Promise<number> {
  const actual = await runOn(await engine, program, make);
  const expected = await runOn(loopsEngine(), program, make);
  return Math.max(
    ...Object.keys(expected).map((name) => difference(actual[name]!, expected[name]!)),
  );
}

/** The engine with every program compiled as frozen; programs with updates are compiled as ever. */
export const frozenEngine = (engine: Engine): Engine => ({
  ...engine,
  compile: (program) => engine.compile(program, { frozen: true }),
});

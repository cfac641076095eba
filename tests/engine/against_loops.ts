/** Compares an engine with the plain loops on a program with seeded random inputs. */
import type { Engine } from "../../core/engine/engine.ts";
import { loopsEngine } from "../../core/engine/loops.ts";
import { gradients } from "../../core/graph/gradient.ts";
import { apply, type Node } from "../../core/graph/node.ts";
import { constantOf, input } from "../../core/graph/primitives/leaves.ts";
import { program } from "../../core/graph/program.ts";
import { sizeOf } from "../../core/graph/tensor.ts";

/** Numbers in [-1, 1), the same for the same seed. */
export function numbers(n: number, seed: number): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length: n }, () => {
    // Numerical Recipes' generator is good enough for test inputs.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** The largest difference, relative to the largest expected number (at least 1e-3). */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let [difference, scale] = [0, 1e-3];
  for (let i = 0; i < expected.length; i++) {
    const d = Math.abs(actual[i]! - expected[i]!);
    // NaN must not hide in a comparison.
    if (!(d <= difference)) difference = Number.isNaN(d) ? Infinity : d;
    scale = Math.max(scale, Math.abs(expected[i]!));
  }
  return difference / scale;
}

/**
 * Builds a node over inputs x0, x1, … whose numbers `make` gives for their count and a seed; returns
 * the largest error of its value and of its gradients.
 */
export async function againstLoops(
  engine: Engine,
  shapes: readonly (readonly number[])[],
  build: (...inputs: Node[]) => Node,
  make: (n: number, seed: number) => Float32Array = numbers,
): Promise<number> {
  const leaves = shapes.map((shape, i) => apply(input, [], { name: `x${i}`, shape }));
  const output = build(...leaves);
  const seed = constantOf(numbers(sizeOf(output.shape), 99), output.shape);
  const slopes = gradients(output, leaves, seed);
  const asked = program(
    Object.fromEntries([["y", output], ...slopes.map((node, i) => [`dx${i}`, node])]),
  );
  const feeds = Object.fromEntries(
    shapes.map((shape, i) => [`x${i}`, make(sizeOf(shape), i + 1)]),
  );
  const results = [];
  for (const each of [engine, loopsEngine()]) {
    const executable = await each.compile(asked);
    const store = each.store({});
    results.push(await executable.run(feeds, store));
    executable.close();
    store.close();
  }
  const [found, expected] = results;
  return Math.max(
    ...Object.keys(expected!).map((name) => relativeError(found![name]!, expected![name]!)),
  );
}

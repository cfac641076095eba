/** For tests: computes a pipeline that begins with `input`, by loops in double precision. */
import { build } from "../../core/model/build.ts";
import { computeByLoops } from "../../core/engine/loops.ts";
import type { Node } from "../../core/graph/node.ts";
import { graphOps } from "../../core/graph/ops.ts";
import { program } from "../../core/graph/program.ts";
import type { Ops, Steps, Value } from "../../dsl/mod.ts";

/** How a test runs a pipeline. */
export interface ForwardOptions {
  readonly batch?: number;
  readonly training?: boolean;
  /** Weights by path, and random numbers by name (`random/1`). */
  readonly given?: Readonly<Record<string, readonly number[]>>;
}

/** The result of a run. */
export interface Forwarded {
  /** Including the batch. */
  readonly shape: readonly number[];
  readonly data: number[];
  /** The weights that steps updated, by path. */
  readonly updates: Readonly<Record<string, number[]>>;
}

/** Runs the graph once on `x`, row-major. */
export function forward(
  steps: Steps,
  x: readonly number[],
  { batch = 1, training = false, given = {} }: ForwardOptions = {},
): Forwarded {
  const built = build(steps, batch, { training });
  const updates = Object.fromEntries(built.updates);
  const values = computeByLoops(
    program({ y: built.output }, updates),
    (name) => Float64Array.from(name === "x" ? x : given[name] ?? []),
    (length) => new Float64Array(length),
  );
  const read = (node: typeof built.output) => Array.from(values.get(node) ?? []);
  return {
    shape: built.output.shape,
    data: read(built.output),
    updates: Object.fromEntries(Object.entries(updates).map(([path, node]) => [path, read(node)])),
  };
}

/** The value of an expression over constants. */
export function compute(expression: (ops: Ops) => Value): number[] {
  const ops = graphOps();
  // Every value that graphOps creates is a node.
  const y = expression(ops) as Node;
  const make = (length: number) => new Float64Array(length);
  return Array.from(computeByLoops(program({ y }), () => undefined, make).get(y) ?? []);
}

/** Measures where a training step spends its time: each primitive alone, on arrays of the same shapes. */
import type { Engine } from "../core/engine/engine.ts";
import { apply, type Node } from "../core/graph/node.ts";
import { constant, input, isLeaf, random, variable } from "../core/graph/primitives/leaves.ts";
import { type Program, program } from "../core/graph/program.ts";
import { seededRandom as generator } from "../core/base/random.ts";
import { fill } from "../dsl/initializers.ts";
import { median } from "../core/lab/tensors/statistics.ts";

/** The share of one kind of node: nodes with the same primitive and input shapes. */
export interface Share {
  /** Such as "conv2d [32,14,14,64] [3,3,64,32]". */
  readonly what: string;
  readonly count: number;
  /** Milliseconds for one node, including the time to feed and read its arrays. */
  readonly ms: number;
}

const ROUNDS = 7;
const isAnyLeaf = (node: Node) =>
  isLeaf(node, input) || isLeaf(node, variable) || isLeaf(node, random) || isLeaf(node, constant);

const shapesOf = ({ primitive, inputs }: Node) =>
  [primitive.name, ...inputs.map(({ shape }) => `[${shape}]`)].join(" ");

/**
 * Measures each kind of node of a program on an engine, slowest first. It does not see what an engine
 * gains by computing several nodes together, so the sum may exceed the time of the whole step.
 */
export async function profile(engine: Engine, { nodes }: Program): Promise<Share[]> {
  const kinds = Map.groupBy(nodes.filter((node) => !isAnyLeaf(node)), shapesOf);
  const shares: Share[] = [];
  for (const [what, alike] of kinds) {
    shares.push({ what, count: alike.length, ms: await alone(engine, alike[0]!) });
  }
  return shares.sort((a, b) => b.ms * b.count - a.ms * a.count);
}

async function alone(engine: Engine, node: Node): Promise<number> {
  const stream = generator(0);
  const feeds: Record<string, Float32Array> = {};
  const leaves = node.inputs.map(({ shape }, i) => {
    feeds[`x${i}`] = fill(shape, stream.uniform);
    return apply(input, [], { name: `x${i}`, shape });
  });
  const executable = await engine.compile(
    program({ y: apply(node.primitive, leaves, node.attributes) }),
  );
  const store = engine.store({});
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const began = performance.now();
    await executable.run(feeds, store);
    if (round > 0) times.push(performance.now() - began);
  }
  executable.close();
  store.close();
  return median(times);
}

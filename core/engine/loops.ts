/** The plainest engine: every primitive runs its own loops. It is slow, and the others are tested against it. */
import { sizeOf } from "../graph/tensor.ts";
import type { Floats, Node, NumberArray } from "../graph/node.ts";
import { input, isLeaf, random, variable } from "../graph/primitives/leaves.ts";
import type { Program } from "../graph/program.ts";
import type { Engine, Executable, Store } from "./engine.ts";

const single = (length: number): Floats => new Float32Array(length);

class LoopStore implements Store {
  constructor(readonly values: Map<string, Floats>) {}
  read(name: string): Promise<Float32Array> {
    const values = this.values.get(name);
    if (!values) throw new RangeError(`The store has no variable ${name}.`);
    return Promise.resolve(Float32Array.from(values));
  }
  write(name: string, values: Float32Array): void {
    this.values.set(name, values.slice());
  }
  close(): void {
    this.values.clear();
  }
}

/**
 * Computes a program's nodes one after the other.
 *
 * @param valueOf the numbers of an input, draw or variable, by its name
 * @param make makes the arrays, in single or double precision
 * @returns every node's numbers, in row-major order
 */
export function computeByLoops(
  program: Program,
  valueOf: (name: string) => Floats | undefined,
  make: (length: number) => Floats = single,
): Map<Node, Floats> {
  const values = new Map<Node, Floats>();
  for (const node of program.nodes) {
    if (isLeaf(node, input) || isLeaf(node, variable) || isLeaf(node, random)) {
      const { name, shape } = node.attributes;
      const value = valueOf(name);
      if (value?.length !== sizeOf(shape)) {
        throw new RangeError(`${name} needs ${sizeOf(shape)} numbers, found ${value?.length}.`);
      }
      values.set(node, value);
      continue;
    }
    const out: NumberArray = { shape: node.shape, data: make(sizeOf(node.shape)) };
    const inputs = node.inputs.map((from) => ({ shape: from.shape, data: values.get(from)! }));
    node.primitive.compute(inputs, node.attributes, out);
    values.set(node, out.data);
  }
  return values;
}

/**
 * The engine `loops`.
 *
 * @param version of the JavaScript runtime, which does the computing
 */
export function loopsEngine(version = "unknown"): Engine {
  return {
    name: "loops",
    version,
    threads: 1,
    store: (values) =>
      new LoopStore(new Map(Object.entries(values).map(([name, v]) => [name, v.slice()]))),
    compile: (program) =>
      Promise.resolve<Executable>({
        run(feeds, store) {
          if (!(store instanceof LoopStore)) throw new TypeError("This is another engine's store.");
          const values = computeByLoops(program, (name) => feeds[name] ?? store.values.get(name));
          const outputs: Record<string, Float32Array> = {};
          for (const [name, node] of program.outputs) {
            outputs[name] = Float32Array.from(values.get(node)!);
          }
          for (const [name, node] of program.updates) {
            store.values.set(name, values.get(node)!);
          }
          return Promise.resolve(outputs);
        },
        close() {},
      }),
  };
}

/** The plainest engine: every primitive as its own loops. Slow, readable, and the others' oracle. */
import { sizeOf } from "../graph/tensor.ts";
import type { Floats, Node, NumberArray } from "../graph/node.ts";
import { input, isLeaf, random, variable } from "../graph/primitives/leaves.ts";
import type { Program } from "../graph/program.ts";
import type { Engine, Executable, Store } from "./engine.ts";

type Make = (length: number) => Floats;

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

/** Evaluates a program's nodes one after the other; `make` decides the precision. */
export function computeByLoops(
  program: Program,
  given: (name: string) => Floats | undefined,
  make: Make,
): Map<Node, Floats> {
  const values = new Map<Node, Floats>();
  for (const node of program.nodes) {
    if (isLeaf(node, input) || isLeaf(node, variable) || isLeaf(node, random)) {
      const { name, shape } = node.attributes;
      const value = given(name);
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

/** The engine `loops`; with `Float64Array` it computes in double precision. */
export function loopsEngine(make: Make = (length) => new Float32Array(length)): Engine {
  return {
    name: "loops",
    version: Deno.version.v8,
    threads: 1,
    store: (values) =>
      new LoopStore(new Map(Object.entries(values).map(([name, v]) => [name, v.slice()]))),
    compile: (program) =>
      Promise.resolve<Executable>({
        run(feeds, store) {
          if (!(store instanceof LoopStore)) throw new TypeError("This is another engine's store.");
          const values = computeByLoops(program, (name) =>
            feeds[name] ?? store.values.get(name), make);
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

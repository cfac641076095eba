/** Executes graphs on a TensorFlow.js backend, kernel by kernel, freeing each array after its last use. */
import type { Node } from "../../graph/node.ts";
import { constant, input, isLeaf, random, variable } from "../../graph/primitives/leaves.ts";
import type { Program } from "../../graph/program.ts";
import { sizeOf } from "../../tensor.ts";
import type { Engine, Executable, Store } from "../engine.ts";
import type { Device, Handle } from "./device.ts";
import { type Kernel, kernels } from "./kernels.ts";

class DeviceStore implements Store {
  readonly #device: Device;
  readonly #handles = new Map<string, Handle>();
  constructor(device: Device, values: Readonly<Record<string, Float32Array>>) {
    this.#device = device;
    for (const [name, numbers] of Object.entries(values)) this.write(name, numbers);
  }
  handle(name: string): Handle {
    const handle = this.#handles.get(name);
    if (!handle) throw new RangeError(`The store has no variable ${name}.`);
    return handle;
  }
  /** Takes over `handle`. */
  replace(name: string, handle: Handle): void {
    const before = this.#handles.get(name);
    this.#handles.set(name, handle);
    if (before) this.#device.free(before);
  }
  read(name: string): Promise<Float32Array> {
    return this.#device.download(this.handle(name));
  }
  write(name: string, values: Float32Array): void {
    this.replace(name, this.#device.upload(values, [values.length]));
  }
  close(): void {
    this.#device.free(...this.#handles.values());
    this.#handles.clear();
  }
}

/** One node's work: read the arrays at `from`, leave a new one at `to`, free those at `last`. */
interface Instruction {
  readonly node: Node;
  readonly kernel: Kernel;
  readonly from: readonly number[];
  readonly to: number;
  readonly last: readonly number[];
}

class TfjsExecutable implements Executable {
  readonly #device: Device;
  readonly #program: Program;
  readonly #instructions: Instruction[] = [];
  /** Constants live as long as the executable. */
  readonly #constants: (readonly [slot: number, Handle])[] = [];
  readonly #slots: ReadonlyMap<Node, number>;
  /** Slots that are still held when all instructions have run. */
  readonly #kept: number[] = [];

  constructor(device: Device, program: Program) {
    this.#device = device;
    this.#program = program;
    this.#slots = new Map(program.nodes.map((node, slot) => [node, slot]));
    const slot = (node: Node) => this.#slots.get(node)!;
    const lastUse = new Map<number, number>();
    program.nodes.forEach((node, i) => node.inputs.forEach((from) => lastUse.set(slot(from), i)));
    const results = [...program.outputs.values(), ...program.updates.values()].map(slot);
    results.forEach((result) => lastUse.delete(result));
    program.nodes.forEach((node, to) => {
      if (isLeaf(node, constant)) {
        const { data, shape } = node.attributes;
        this.#constants.push([to, device.upload(data, shape)]);
        return;
      }
      const given = isLeaf(node, input) || isLeaf(node, random) || isLeaf(node, variable);
      if (!lastUse.has(to)) this.#kept.push(to);
      if (given) return;
      const kernel = kernels.get(node);
      if (!kernel) {
        throw new RangeError(
          `The engine ${device.name} lacks the primitive ${node.primitive.name}.`,
        );
      }
      const from = node.inputs.map(slot);
      const last = [...new Set(from)].filter((at) =>
        lastUse.get(at) === to && !isLeaf(program.nodes[at]!, constant)
      );
      this.#instructions.push({ node, kernel, from, to, last });
    });
  }

  async run(feeds: Readonly<Record<string, Float32Array>>, store: Store) {
    if (!(store instanceof DeviceStore)) throw new TypeError("This is another engine's store.");
    const device = this.#device;
    const held: (Handle | undefined)[] = [];
    for (const [slot, handle] of this.#constants) held[slot] = handle;
    this.#program.nodes.forEach((node, slot) => {
      if (isLeaf(node, variable)) {
        const { name, shape } = node.attributes;
        held[slot] = device.alias(store.handle(name), shape);
      } else if (isLeaf(node, input) || isLeaf(node, random)) {
        const { name, shape } = node.attributes;
        const feed = feeds[name];
        if (feed?.length !== sizeOf(shape)) {
          throw new RangeError(`${name} needs ${sizeOf(shape)} numbers, found ${feed?.length}.`);
        }
        held[slot] = device.upload(feed, shape);
      }
    });
    for (const { node, kernel, from, to, last } of this.#instructions) {
      held[to] = kernel(device, from.map((slot) => held[slot]!), node.attributes, node.shape);
      for (const slot of last) {
        device.free(held[slot]!);
        held[slot] = undefined;
      }
    }
    const outputs: Record<string, Float32Array> = {};
    for (const [name, node] of this.#program.outputs) {
      outputs[name] = await device.download(held[this.#slots.get(node)!]!);
    }
    const updates = [...this.#program.updates].map(([name, node]) =>
      [name, device.alias(held[this.#slots.get(node)!]!, node.shape)] as const
    );
    for (const [name, handle] of updates) store.replace(name, handle);
    for (const slot of this.#kept) device.free(held[slot]!);
    return outputs;
  }

  close(): void {
    this.#device.free(...this.#constants.map(([, handle]) => handle));
  }
}

/** The engine on a device. */
export const tfjsEngine = (device: Device): Engine => ({
  name: device.name,
  version: device.version,
  threads: device.threads,
  store: (values) => new DeviceStore(device, values),
  compile: (program) => Promise.resolve(new TfjsExecutable(device, program)),
});

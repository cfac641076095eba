/** Executes programs on a device, one kernel after the other, and frees each array after its last use. */
import type { Node } from "../../graph/node.ts";
import { constant, input, isLeaf, random, variable } from "../../graph/primitives/leaves.ts";
import type { Program } from "../../graph/program.ts";
import { sizeOf } from "../../graph/tensor.ts";
import type { Engine, Executable, Store } from "../engine.ts";
import type { Handle } from "../simd/memory.ts";
import type { ArrayDevice } from "./device.ts";
import { type Instruction, instruction } from "./instruction.ts";
import type { Kernels } from "./kernel.ts";
import { fused, oneByOne } from "./plan.ts";

class DeviceStore implements Store {
  readonly #device: ArrayDevice;
  readonly #handles = new Map<string, Handle>();
  constructor(device: ArrayDevice, values: Readonly<Record<string, Float32Array>>) {
    this.#device = device;
    for (const [name, numbers] of Object.entries(values)) this.write(name, numbers);
  }
  handle(name: string): Handle {
    const handle = this.#handles.get(name);
    if (!handle) throw new RangeError(`The store has no variable ${name}.`);
    return handle;
  }
  /** Makes `handle`, which the store now owns, the variable's value. Frees the old one. */
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

/** An instruction with its slots: it reads arrays at `from`, puts new ones at `to`, and frees those at `last`. */
interface ScheduledInstruction {
  readonly run: Instruction["run"];
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly last: readonly number[];
}

class DeviceExecutable<D extends ArrayDevice> implements Executable {
  readonly #device: D;
  readonly #program: Program;
  readonly #schedule: ScheduledInstruction[] = [];
  /** Constants live as long as the executable. */
  readonly #constants: (readonly [slot: number, Handle])[] = [];
  readonly #slots: ReadonlyMap<Node, number>;

  constructor(device: D, kernels: Kernels<D>, program: Program) {
    this.#device = device;
    this.#program = program;
    this.#slots = new Map(program.nodes.map((node, slot) => [node, slot]));
    const slot = (node: Node) => this.#slots.get(node)!;
    const plan = device.simd ? fused(program) : oneByOne(program);
    const results = [...program.outputs.values(), ...program.updates.values()];
    const needed = new Set<Node>(results);
    for (const { members } of plan) {
      for (const node of members) {
        node.inputs.filter((input) => !members.includes(input)).forEach((input) =>
          needed.add(input)
        );
      }
    }
    const instructions = plan.map((group) => instruction(device, kernels, group, needed));
    const lastUse = new Map<Node, number>();
    instructions.forEach(({ from }, i) => from.forEach((node) => lastUse.set(node, i)));
    const freed = (node: Node) =>
      lastUse.has(node) && !results.includes(node) && !isLeaf(node, constant);
    instructions.forEach(({ from, to, run }, i) => {
      const last = [...new Set(from)].filter((node) => freed(node) && lastUse.get(node) === i);
      this.#schedule.push({ run, from: from.map(slot), to: to.map(slot), last: last.map(slot) });
    });
    for (const node of program.nodes) {
      if (!isLeaf(node, constant)) continue;
      const { data, shape } = node.attributes;
      this.#constants.push([slot(node), device.upload(data, shape)]);
    }
  }

  async run(feeds: Readonly<Record<string, Float32Array>>, store: Store) {
    if (!(store instanceof DeviceStore)) throw new TypeError("This is another engine's store.");
    const held: (Handle | undefined)[] = [];
    try {
      this.#begin(held, feeds, store);
      return await this.#finish(held, store);
    } finally {
      // After an error, too: a page goes on when an image was too large.
      for (const handle of held) if (handle) this.#device.free(handle);
    }
  }

  /** Fills the slots of the leaves. */
  #begin(
    held: (Handle | undefined)[],
    feeds: Readonly<Record<string, Float32Array>>,
    store: DeviceStore,
  ): void {
    const device = this.#device;
    for (const [slot, handle] of this.#constants) held[slot] = device.alias(handle, handle.shape);
    for (const [slot, node] of this.#program.nodes.entries()) {
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
    }
  }

  /** Runs the instructions, then reads the outputs and writes the updates. */
  async #finish(held: (Handle | undefined)[], store: DeviceStore) {
    const device = this.#device;
    for (const { run, from, to, last } of this.#schedule) {
      const made = run(from.map((slot) => held[slot]!));
      for (const [i, slot] of to.entries()) {
        const result = made[i]!;
        // Awaiting costs time even if the value is there.
        held[slot] = result instanceof Promise ? await result : result;
      }
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
    return outputs;
  }

  close(): void {
    this.#device.free(...this.#constants.map(([, handle]) => handle));
  }
}

/** The engine that computes on a device with these kernels. */
export const stepwiseEngine = <D extends ArrayDevice>(
  device: D,
  kernels: Kernels<D>,
): Engine => ({
  name: device.name,
  version: device.version,
  threads: device.threads,
  store: (values) => new DeviceStore(device, values),
  compile: (program) => Promise.resolve(new DeviceExecutable(device, kernels, program)),
});

/**
 * The memory of one rank: weights and gradients for ONNX Runtime, and the arrays that the pass of the
 * update works on. It is one WebAssembly memory, so that both work on the same numbers.
 */
import { link } from "../../simd/module.ts";
import { formName, pass, type PassForm } from "../../simd/elementwise.ts";
import { gradientName } from "../../step.ts";
import type { RankSetup } from "./setups.ts";
import { countOf } from "./shared_memory.ts";

const PAGE = 65_536;
/** The routine reads vectors; arrays that begin at a multiple of their size are read fastest. */
const ALIGNMENT = 64;

/** a + b. */
const ADD: PassForm = {
  scalars: [false, false],
  operations: [{ name: "add", operands: [0, 1] }],
  results: [2],
};

/** Arrays of numbers one after the other in a memory. */
class Arrays {
  #end = ALIGNMENT;
  readonly #made: { readonly at: number; readonly length: number }[] = [];

  /** Reserves an array and returns its address. */
  reserve(length: number): number {
    const at = this.#end;
    this.#made.push({ at, length });
    this.#end = Math.ceil((at + 4 * length) / ALIGNMENT) * ALIGNMENT;
    return at;
  }

  /** A memory of the size that was reserved. */
  allocate(): WebAssembly.Memory {
    const pages = Math.ceil(this.#end / PAGE);
    return new WebAssembly.Memory({ initial: pages, maximum: pages });
  }
}

/** A rank's arrays. Slots and addends have the numbers of the rank's range only. */
export class RankMemory {
  readonly weights: Float32Array<ArrayBuffer>;
  readonly gradient: Float32Array<ArrayBuffer>;
  /** Receives the gradient of a further part of the share. */
  readonly part: Float32Array<ArrayBuffer>;
  readonly slots: readonly Float32Array[];
  /** The other ranks' gradients, by their rank; the own is part of `gradient`. */
  readonly addends: ReadonlyMap<number, Float32Array>;
  /** The update's scalars. */
  readonly scalars: readonly Float32Array[];
  readonly #update: () => void;
  readonly #add: () => void;

  constructor(
    { rank, ranges, weights, slots, pass: { form, inputs, scalars, results } }: RankSetup,
  ) {
    const { begin, end } = ranges[rank]!;
    const [count, length] = [countOf({ weights }), end - begin];
    const arrays = new Arrays();
    const [weightsAt, gradientAt] = [arrays.reserve(count), arrays.reserve(count)];
    const partAt = arrays.reserve(count);
    const slotsAt = slots.map(() => arrays.reserve(length));
    const scalarsAt = scalars.map(() => arrays.reserve(1));
    const others = ranges.flatMap((_, other) => other === rank ? [] : [other]);
    const addendsAt = others.map(() => arrays.reserve(length));
    const places = new Map<string, number>([
      ["weight", weightsAt + 4 * begin],
      ...slots.map((name, i) => [name, slotsAt[i]!] as const),
      ...scalars.map((name, i) => [name, scalarsAt[i]!] as const),
      ...others.map((other, i) => [gradientName(other), addendsAt[i]!] as const),
      [gradientName(rank), gradientAt + 4 * begin],
    ]);
    const numbers: (readonly [at: number, value: number])[] = [];
    const addresses = inputs.map((input) => {
      if (typeof input === "string") return places.get(input)!;
      const at = arrays.reserve(1);
      numbers.push([at, input]);
      return at;
    });
    const memory = arrays.allocate();
    const view = (at: number, length: number) =>
      new Float32Array(memory.buffer as ArrayBuffer, at, length);
    for (const [at, value] of numbers) view(at, 1)[0] = value;
    this.weights = view(weightsAt, count);
    this.gradient = view(gradientAt, count);
    this.part = view(partAt, count);
    this.slots = slotsAt.map((at) => view(at, length));
    this.scalars = scalarsAt.map((at) => view(at, 1));
    this.addends = new Map(others.map((other, i) => [other, view(addendsAt[i]!, length)]));
    const routines = link([pass(form), pass(ADD)], memory);
    const run = (form: PassForm, length: number, ...at: number[]) =>
      routines.get(formName(form))!(Math.floor(length / 4), length % 4, ...at);
    const targets = results.map((name) => places.get(name)!);
    this.#update = () => run(form, length, ...addresses, ...targets);
    this.#add = () => run(ADD, count, gradientAt, partAt, gradientAt);
  }

  /** Adds the gradient of a part to that of the parts before. */
  addPart(): void {
    this.#add();
  }

  /** Updates the weights of the rank's range and their slots, in place. */
  update(): void {
    this.#update();
  }
}

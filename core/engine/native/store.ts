/**
 * Variables in two sets of memory: a run reads one and writes the other, then they change places.
 * Nothing is copied, and executables of any batch shape share a store.
 */
import type { Store } from "../engine.ts";

/** Neighbouring variables, in two sets that take turns. */
interface Block {
  readonly names: readonly string[];
  current: Float32Array<ArrayBuffer>;
  spare: Float32Array<ArrayBuffer>;
}

interface Location {
  readonly block: Block;
  readonly begin: number;
  readonly end: number;
}

/** The engine's store. */
export class NativeStore implements Store {
  readonly #locations = new Map<string, Location>();

  constructor(values: Readonly<Record<string, Float32Array>>) {
    for (const [name, numbers] of Object.entries(values)) this.#makeBlock([name], () => numbers);
  }

  /** Makes one block of the variables `names`, in this order. */
  #makeBlock(names: readonly string[], numbers: (name: string) => Float32Array): void {
    const arrays = names.map(numbers);
    const length = arrays.reduce((sum, array) => sum + array.length, 0);
    const block = {
      names,
      current: new Float32Array(length),
      spare: new Float32Array(length),
    };
    let begin = 0;
    arrays.forEach((array, i) => {
      block.current.set(array, begin);
      this.#locations.set(names[i]!, { block, begin, end: begin + array.length });
      begin += array.length;
    });
  }

  #locate(name: string): Location {
    const location = this.#locations.get(name);
    if (!location) throw new RangeError(`The store has no variable ${name}.`);
    return location;
  }

  /** Makes room for a variable that only gets written. */
  reserve(name: string, length: number): void {
    if (!this.#locations.has(name)) this.#makeBlock([name], () => new Float32Array(length));
  }

  /**
   * Lays the variables of each group side by side, if they aren't yet; what was beside them and is
   * in no group stands alone from then on.
   */
  arrange(groups: readonly (readonly string[])[]): void {
    for (const group of groups) {
      const found = this.#locate(group[0]!).block;
      if (
        found.names.length === group.length && found.names.every((name, i) => name === group[i])
      ) {
        continue;
      }
      const broken = new Set(group.map((name) => this.#locate(name).block));
      const members = new Set(group);
      const alone = [...broken].flatMap((block) =>
        block.names.filter((name) => !members.has(name))
      );
      const now = (name: string) => this.current([name]);
      this.#makeBlock(group, now);
      for (const name of alone) this.#makeBlock([name], now);
    }
  }

  #view(names: readonly string[], set: "current" | "spare"): Float32Array<ArrayBuffer> {
    const first = this.#locate(names[0]!);
    const last = this.#locate(names[names.length - 1]!);
    return first.block[set].subarray(first.begin, last.end);
  }

  /** The numbers that neighbouring variables have now, in place. */
  current(names: readonly string[]): Float32Array<ArrayBuffer> {
    return this.#view(names, "current");
  }

  /** Where their next numbers go. */
  spare(names: readonly string[]): Float32Array<ArrayBuffer> {
    return this.#view(names, "spare");
  }

  /** Makes the next numbers of whole blocks the present ones. */
  swap(groups: readonly (readonly string[])[]): void {
    for (const [name] of groups) {
      const { block } = this.#locate(name!);
      [block.current, block.spare] = [block.spare, block.current];
    }
  }

  read(name: string): Promise<Float32Array> {
    try {
      return Promise.resolve(this.current([name]).slice());
    } catch (error) {
      return Promise.reject(error);
    }
  }

  write(name: string, values: Float32Array): void {
    const known = this.#locations.get(name);
    if (known && known.end - known.begin === values.length) this.current([name]).set(values);
    else if (known) {
      throw new RangeError(
        `${name} has ${known.end - known.begin} numbers, found ${values.length}.`,
      );
    } else this.#makeBlock([name], () => values);
  }

  close(): void {
    this.#locations.clear();
  }
}

/**
 * Keeps each variable twice: a run reads one copy and writes the other, then the two are exchanged.
 * No numbers are copied, and executables of any batch size share a store.
 */
import type { Store } from "../engine.ts";

/** Variables side by side in memory: their numbers now, and room for the next ones. */
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

/** Gives numbers back that a store has lent, by the variables' names. */
export type Lender = () => Iterable<readonly [name: string, numbers: Float32Array]>;

/** The store of the engine `native`. */
export class NativeStore implements Store {
  readonly #locations = new Map<string, Location>();
  /** The parts of each array that were asked for: equal parts are the same object. */
  readonly #views = new WeakMap<Float32Array, Map<string, Float32Array<ArrayBuffer>>>();
  /** Variables whose newest numbers are elsewhere, with who gives them back. */
  readonly #lent = new Map<string, Lender>();
  /** Ends with the step that computes these variables elsewhere. */
  #step: Promise<unknown> | undefined;
  #changes = 0;

  /** How often numbers changed: as long as it is the same, so are all variables. */
  get changes(): number {
    return this.#changes;
  }

  constructor(values: Readonly<Record<string, Float32Array>>) {
    for (const [name, numbers] of Object.entries(values)) this.#makeBlock([name], () => numbers);
  }

  /** Lays the variables `names` side by side in one block, in this order. */
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
    const lender = this.#lent.get(name);
    if (lender) this.recall(lender);
    const location = this.#locations.get(name);
    if (!location) throw new RangeError(`The store has no variable ${name}.`);
    return location;
  }

  /** Notes that the newest numbers of variables are elsewhere; before somebody reads them, they come back. */
  lend(names: Iterable<string>, lender: Lender): void {
    for (const name of names) this.#lent.set(name, lender);
    this.#changes++;
  }

  /** Gets back what a lender has. */
  recall(lender: Lender): void {
    const names = [...this.#lent].flatMap(([name, by]) => by === lender ? [name] : []);
    if (names.length === 0) return;
    const numbers = [...lender()];
    for (const name of names) this.#lent.delete(name);
    for (const [name, values] of numbers) this.current([name]).set(values);
  }

  /** Notes a step that computes variables elsewhere; until it ends, they cannot come back. */
  async during(step: () => Promise<void>): Promise<void> {
    await this.ready();
    this.#step = step();
    try {
      await this.#step;
    } finally {
      this.#step = undefined;
    }
  }

  /** Waits until no step computes variables elsewhere. */
  async ready(): Promise<void> {
    while (this.#step) await this.#step.catch(() => {});
  }

  /** Makes room for a variable that a program writes but the store does not have yet. */
  reserve(name: string, length: number): void {
    if (!this.#locations.has(name)) this.#makeBlock([name], () => new Float32Array(length));
  }

  /**
   * Lays the variables of each group side by side, unless they are already. Variables that were
   * beside them and are in no group get blocks of their own.
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
    const { block, begin } = this.#locate(names[0]!);
    const { end } = this.#locate(names[names.length - 1]!);
    const all = block[set];
    const views = this.#views.get(all) ?? new Map<string, Float32Array<ArrayBuffer>>();
    this.#views.set(all, views);
    const key = `${begin} ${end}`;
    const view = views.get(key) ?? all.subarray(begin, end);
    views.set(key, view);
    return view;
  }

  /** The current numbers of variables that lie side by side, as a view. */
  current(names: readonly string[]): Float32Array<ArrayBuffer> {
    return this.#view(names, "current");
  }

  /** The memory for their next numbers, as a view. */
  spare(names: readonly string[]): Float32Array<ArrayBuffer> {
    return this.#view(names, "spare");
  }

  /** Notes that numbers were changed where they are. */
  noteChange(): void {
    this.#changes++;
  }

  /** Makes the next numbers of whole blocks the current ones. */
  swap(groups: readonly (readonly string[])[]): void {
    if (groups.length > 0) this.#changes++;
    for (const [name] of groups) {
      const { block } = this.#locate(name!);
      [block.current, block.spare] = [block.spare, block.current];
    }
  }

  async read(name: string): Promise<Float32Array> {
    await this.ready();
    return this.current([name]).slice();
  }

  write(name: string, values: Float32Array): void {
    this.#changes++;
    const known = this.#locations.get(name);
    if (known && known.end - known.begin === values.length) this.current([name]).set(values);
    else if (known) {
      throw new RangeError(
        `${name} has ${known.end - known.begin} numbers, found ${values.length}.`,
      );
    } else this.#makeBlock([name], () => values);
  }

  close(): void {
    this.#lent.clear();
    this.#locations.clear();
  }
}

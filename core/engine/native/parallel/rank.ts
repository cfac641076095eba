/**
 * One of the ranks that compute a training step together. Each computes the gradient of its share of
 * the batch. Then each adds up all ranks' gradients for its range of the weights, and updates that
 * range (reduce-scatter); the others take the new weights from there (all-gather).
 */
import type { Shape } from "../../../graph/node.ts";
import { sizeOf } from "../../../graph/tensor.ts";
import { gradientName, isGradient } from "../../step.ts";
import type { Compiled, Port } from "../compile.ts";
import type { Runtime, Session, Tensor } from "../runtime.ts";
import { places, type Range, type Shared, type SharedMemory } from "./shared_memory.ts";

/** What a rank needs to know. All of it can be sent to a worker. */
export interface RankSetup {
  readonly rank: number;
  readonly ranges: readonly Range[];
  readonly memory: SharedMemory;
  readonly weights: readonly { readonly name: string; readonly length: number }[];
  readonly slots: readonly string[];
  /** The names of the update's scalars, in the order of the shared memory. */
  readonly scalars: readonly string[];
  /** The update of the rank's range; undefined if the range is empty. */
  readonly update: Compiled | undefined;
}

/** A share's program in a rank. */
export interface RankStep {
  readonly session: Session;
  readonly compiled: Compiled;
  /** Weights and gradients, which stay where they are. */
  readonly feeds: Readonly<Record<string, Tensor>>;
  readonly fetches: Readonly<Record<string, Tensor>>;
}

/** Numbers by the names of a program's inputs or outputs. */
export type Arrays = Readonly<Record<string, Float32Array>>;

/** The outputs of a share's program that are no gradients. */
export const resultsOf = ({ outputs }: Compiled): Port[] =>
  outputs.filter(({ names: [name = ""] }) => !isGradient(name));

type Run = () => Promise<void>;

/** A rank: its sessions and its own arrays. */
export class Rank {
  readonly #runtime: Runtime;
  readonly #setup: RankSetup;
  readonly #range: Range;
  readonly #weights: Float32Array;
  readonly #gradient: Float32Array;
  /** The slots of the rank's range: those that the next update reads, and those that it writes. */
  #slots: readonly Float32Array[];
  #nextSlots: readonly Float32Array[];
  readonly #newWeights: Float32Array;
  /** The other ranks' gradients for this rank's range: where they are, and the rank's own copy. */
  readonly #addends: (readonly [Shared, Float32Array])[] = [];
  readonly #scalars: Float32Array[];
  /** The update that reads and writes one pair of the slots' arrays, and the one that reads the other. */
  #updates: readonly Run[] = [];

  private constructor(runtime: Runtime, setup: RankSetup) {
    this.#runtime = runtime;
    this.#setup = setup;
    this.#range = setup.ranges[setup.rank]!;
    const length = this.#range.end - this.#range.begin;
    this.#weights = new Float32Array(setup.memory.weights.length);
    this.#gradient = new Float32Array(setup.memory.weights.length);
    this.#slots = setup.slots.map(() => new Float32Array(length));
    this.#nextSlots = setup.slots.map(() => new Float32Array(length));
    this.#newWeights = new Float32Array(length);
    this.#scalars = setup.scalars.map(() => new Float32Array(1));
  }

  /** Makes the session of the rank's update. */
  static async create(runtime: Runtime, setup: RankSetup): Promise<Rank> {
    const rank = new Rank(runtime, setup);
    if (setup.update) await rank.#prepareUpdate(setup.update);
    return rank;
  }

  async #prepareUpdate(compiled: Compiled): Promise<void> {
    const { rank, slots, scalars, memory } = this.#setup;
    const { begin, end } = this.#range;
    const session = await this.#runtime.session(compiled.model, 1);
    const fed = new Map<string, Float32Array>([["weight", this.#weights.subarray(begin, end)]]);
    scalars.forEach((name, i) => fed.set(name, this.#scalars[i]!));
    memory.gradients.forEach((shared, of) => {
      const own = of === rank ? this.#gradient.subarray(begin, end) : new Float32Array(end - begin);
      if (of !== rank) this.#addends.push([shared.subarray(begin, end), own]);
      fed.set(gradientName(of), own);
    });
    const prepare = (from: readonly Float32Array[], to: readonly Float32Array[]): Run => {
      const read = new Map([...fed, ...slots.map((name, i) => [name, from[i]!] as const)]);
      const written = new Map([
        ["weight", this.#newWeights],
        ...slots.map((name, i) => [name, to[i]!] as const),
      ]);
      const feeds = this.#tensors([...compiled.feeds, ...compiled.variables], read);
      const fetches = this.#tensors(compiled.updates, written);
      return () => session.run(feeds, fetches);
    };
    this.#updates = [
      prepare(this.#slots, this.#nextSlots),
      prepare(this.#nextSlots, this.#slots),
    ];
  }

  #tensors(ports: readonly Port[], arrays: ReadonlyMap<string, Float32Array>) {
    return Object.fromEntries(
      ports.map(({ names: [name = ""], tensor, shape }) =>
        [tensor, this.#runtime.tensor(arrays.get(name)!, shape)] as const
      ),
    );
  }

  /** Makes the session of a share's program. */
  async prepare(compiled: Compiled): Promise<RankStep> {
    const ranges = new Map(places(this.#setup).map(({ name, ...range }) => [name, range]));
    const tensorIn = (all: Float32Array, weight: string, shape: Shape) => {
      const { begin, end } = ranges.get(weight)!;
      return this.#runtime.tensor(all.subarray(begin, end), shape);
    };
    const gradients = new Map(this.#setup.weights.map(({ name }) => [gradientName(name), name]));
    const feeds: Record<string, Tensor> = {};
    for (const { names: [name = ""], tensor, shape } of compiled.variables) {
      feeds[tensor] = tensorIn(this.#weights, name, shape);
    }
    const fetches: Record<string, Tensor> = {};
    for (const { names: [name = ""], tensor, shape } of compiled.outputs) {
      const weight = gradients.get(name);
      if (weight !== undefined) fetches[tensor] = tensorIn(this.#gradient, weight, shape);
    }
    const session = await this.#runtime.session(compiled.model, 1);
    return { session, compiled, feeds, fetches };
  }

  /**
   * Computes the gradient of this rank's share, and gives the other ranks what they need of it.
   *
   * @param feeds the inputs of the share
   * @param results receives the outputs of the share
   * @param fresh whether the shared weights and slots are newer than the rank's own
   */
  async computeGradient(step: RankStep, feeds: Arrays, results: Arrays, fresh: boolean) {
    if (fresh) this.#take();
    const { compiled } = step;
    const shared = this.#setup.memory.gradients[this.#setup.rank]!;
    await step.session.run(
      { ...step.feeds, ...this.#tensors(compiled.feeds, new Map(Object.entries(feeds))) },
      { ...step.fetches, ...this.#tensors(resultsOf(compiled), new Map(Object.entries(results))) },
    );
    this.#outsideRange((from, to) => shared.set(this.#gradient.subarray(from, to), from));
  }

  /** Updates the rank's range, after all ranks have computed their gradients. */
  async update(): Promise<void> {
    const [update] = this.#updates;
    if (!update) return;
    const { memory } = this.#setup;
    for (const [from, to] of this.#addends) to.set(from);
    this.#scalars.forEach((scalar, i) => scalar[0] = memory.scalars[i]!);
    await update();
    memory.weights.set(this.#newWeights, this.#range.begin);
    this.#weights.set(this.#newWeights, this.#range.begin);
    this.#updates = this.#updates.toReversed();
    [this.#slots, this.#nextSlots] = [this.#nextSlots, this.#slots];
  }

  /** Takes the weights outside of the rank's range, after all ranks have updated theirs. */
  takeWeights(): void {
    const { weights } = this.#setup.memory;
    this.#outsideRange((from, to) => this.#weights.set(weights.subarray(from, to), from));
  }

  /** Calls `copy` for the numbers before and after this rank's range. */
  #outsideRange(copy: (from: number, to: number) => void): void {
    copy(0, this.#range.begin);
    copy(this.#range.end, this.#weights.length);
  }

  /** Takes weights and slots from the shared memory. */
  #take(): void {
    const { memory: { weights, slots } } = this.#setup;
    this.#weights.set(weights);
    slots.forEach((all, i) =>
      this.#slots[i]!.set(all.subarray(this.#range.begin, this.#range.end))
    );
  }

  /** Puts the slots of the rank's range into the shared memory. */
  giveSlots(): void {
    this.#setup.memory.slots.forEach((all, i) => all.set(this.#slots[i]!, this.#range.begin));
  }
}

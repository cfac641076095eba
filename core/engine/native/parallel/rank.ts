/**
 * One of the ranks that compute a training step together. Each computes the gradient of its share of
 * the batch. Then each adds up all ranks' gradients for its range of the weights, and updates that
 * range (reduce-scatter); the others take the new weights from there (all-gather).
 */
import type { Shape } from "../../../graph/node.ts";
import { gradientName, isGradient } from "../../step.ts";
import type { Compiled, Port } from "../compile.ts";
import type { Runtime, Session, Tensor } from "../runtime.ts";
import { RankMemory } from "./rank_memory.ts";
import type { RankSetup } from "./setups.ts";
import { places, type Range } from "./shared_memory.ts";

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

/** A rank: its sessions and its own arrays. */
export class Rank {
  readonly #runtime: Runtime;
  readonly #setup: RankSetup;
  readonly #range: Range;
  readonly #own: RankMemory;

  constructor(runtime: Runtime, setup: RankSetup) {
    this.#runtime = runtime;
    this.#setup = setup;
    this.#range = setup.ranges[setup.rank]!;
    this.#own = new RankMemory(setup);
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
      feeds[tensor] = tensorIn(this.#own.weights, name, shape);
    }
    const fetches: Record<string, Tensor> = {};
    for (const { names: [name = ""], tensor, shape } of compiled.outputs) {
      const weight = gradients.get(name);
      if (weight !== undefined) fetches[tensor] = tensorIn(this.#own.gradient, weight, shape);
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
    this.#outsideRange((from, to) => shared.set(this.#own.gradient.subarray(from, to), from));
  }

  /** Updates the rank's range, after all ranks have computed their gradients. */
  update(): void {
    const { gradients, scalars, weights } = this.#setup.memory;
    const { begin, end } = this.#range;
    for (const [rank, addend] of this.#own.addends) {
      addend.set(gradients[rank]!.subarray(begin, end));
    }
    this.#own.scalars.forEach((scalar, i) => scalar[0] = scalars[i]!);
    this.#own.update();
    weights.set(this.#own.weights.subarray(begin, end), begin);
  }

  /** Takes the weights outside of the rank's range, after all ranks have updated theirs. */
  takeWeights(): void {
    const { weights } = this.#setup.memory;
    this.#outsideRange((from, to) => this.#own.weights.set(weights.subarray(from, to), from));
  }

  /** Calls `copy` for the numbers before and after this rank's range. */
  #outsideRange(copy: (from: number, to: number) => void): void {
    copy(0, this.#range.begin);
    copy(this.#range.end, this.#own.weights.length);
  }

  /** Takes weights and slots from the shared memory. */
  #take(): void {
    const { memory: { weights, slots } } = this.#setup;
    this.#own.weights.set(weights);
    slots.forEach((all, i) =>
      this.#own.slots[i]!.set(all.subarray(this.#range.begin, this.#range.end))
    );
  }

  /** Puts the slots of the rank's range into the shared memory. */
  giveSlots(): void {
    this.#setup.memory.slots.forEach((all, i) => all.set(this.#own.slots[i]!, this.#range.begin));
  }
}

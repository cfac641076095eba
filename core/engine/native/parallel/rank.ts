/**
 * One of the ranks that compute a training step together. Each computes the gradient of its share of
 * the batch. Then each adds up all ranks' gradients for its range of the weights, and updates that
 * range (reduce-scatter); the others take the new weights from there (all-gather).
 */
import type { Shape } from "../../../graph/node.ts";
import { gradientName, isGradient } from "../../step.ts";
import type { Compiled, Port } from "../compile.ts";
import type { Runtime, Session, Tensor } from "../runtime.ts";
import type { Arrays, Part } from "./parts.ts";
import { RankMemory } from "./rank_memory.ts";
import type { RankSetup } from "./setups.ts";
import { places, type Range, type SharedMemory, viewMemory } from "./shared_memory.ts";

/** The program of a share's part in a rank. */
export interface RankStep {
  readonly session: Session;
  readonly compiled: Compiled;
  /** Weights and gradients, which stay where they are. */
  readonly feeds: Readonly<Record<string, Tensor>>;
  readonly fetches: Readonly<Record<string, Tensor>>;
  /** Gradients that are added to those before. */
  readonly addends: Readonly<Record<string, Tensor>>;
}

/** The outputs of a share's program that are no gradients. */
export const resultsOf = ({ outputs }: Compiled): Port[] =>
  outputs.filter(({ names: [name = ""] }) => !isGradient(name));

/** A rank: its sessions and its own arrays. */
export class Rank {
  readonly #runtime: Runtime;
  readonly #setup: RankSetup;
  readonly #range: Range;
  readonly #memory: SharedMemory;
  readonly #own: RankMemory;

  constructor(runtime: Runtime, setup: RankSetup) {
    this.#memory = viewMemory(setup.buffers);
    this.#runtime = runtime;
    this.#setup = setup;
    this.#range = setup.ranges[setup.rank]!;
    this.#own = new RankMemory(setup);
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
    const addends: Record<string, Tensor> = {};
    for (const { names: [name = ""], tensor, shape } of compiled.outputs) {
      const weight = gradients.get(name);
      if (weight === undefined) continue;
      fetches[tensor] = tensorIn(this.#own.gradient, weight, shape);
      addends[tensor] = tensorIn(this.#own.part, weight, shape);
    }
    const session = await this.#runtime.session(compiled.model, 1);
    return { session, compiled, feeds, fetches, addends };
  }

  /**
   * Computes the gradient of this rank's share, and gives the other ranks what they need of it.
   *
   * @param parts the parts of the share, whose gradients are added in this order
   * @param fresh whether the shared weights and slots are newer than the rank's own
   */
  async computeGradient(step: RankStep, parts: readonly Part[], fresh: boolean): Promise<void> {
    if (fresh) this.#take();
    const { compiled } = step;
    const tensors = (ports: readonly Port[], arrays: Arrays) =>
      Object.fromEntries(
        ports.map(({ names: [name = ""], tensor, shape }) =>
          [tensor, this.#runtime.tensor(arrays[name]!, shape)] as const
        ),
      );
    for (const [i, { feeds, results, begin, end }] of parts.entries()) {
      begin?.();
      await step.session.run(
        { ...step.feeds, ...tensors(compiled.feeds, feeds) },
        { ...i === 0 ? step.fetches : step.addends, ...tensors(resultsOf(compiled), results) },
      );
      if (i > 0) this.#own.addPart();
      end?.();
    }
    const shared = this.#memory.gradients[this.#setup.rank]!;
    this.#outsideRange((from, to) => shared.set(this.#own.gradient.subarray(from, to), from));
  }

  /** Updates the rank's range, after all ranks have computed their gradients. */
  update(): void {
    const { gradients, scalars, weights } = this.#memory;
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
    const { weights } = this.#memory;
    this.#outsideRange((from, to) => this.#own.weights.set(weights.subarray(from, to), from));
  }

  /** Calls `copy` for the numbers before and after this rank's range. */
  #outsideRange(copy: (from: number, to: number) => void): void {
    copy(0, this.#range.begin);
    copy(this.#range.end, this.#own.weights.length);
  }

  /** Takes weights and slots from the shared memory. */
  #take(): void {
    const { weights, slots } = this.#memory;
    this.#own.weights.set(weights);
    slots.forEach((all, i) =>
      this.#own.slots[i]!.set(all.subarray(this.#range.begin, this.#range.end))
    );
  }

  /** Puts the slots of the rank's range into the shared memory. */
  giveSlots(): void {
    this.#memory.slots.forEach((all, i) => all.set(this.#own.slots[i]!, this.#range.begin));
  }
}

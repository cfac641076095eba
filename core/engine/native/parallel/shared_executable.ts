/** A training step that the ranks of a group compute together. */
import type { Shape } from "../../../graph/node.ts";
import type { Program } from "../../../graph/program.ts";
import { sizeOf } from "../../../graph/tensor.ts";
import type { Executable, Store } from "../../engine.ts";
import type { SharedStep, TrainingStep } from "../../step.ts";
import { type Compiled, compileProgram, type Port } from "../compile.ts";
import type { ColumnLimits } from "../passes/columns.ts";
import { NativeStore } from "../store.ts";
import type { GroupStep, RankGroup } from "./group.ts";
import { resultsOf } from "./rank.ts";
import { cutBatch, type Range, type Shared, sharedNumbers } from "./shared_memory.ts";

type Numbers = Readonly<Record<string, Float32Array>>;

/** A rank's share of the batch, and the arrays through which a worker gets and gives it. */
interface Share extends Range {
  readonly compiled: Compiled;
  readonly feeds: Readonly<Record<string, Shared>>;
  readonly results: Readonly<Record<string, Shared>>;
}

const sharedFor = (ports: readonly Port[]) =>
  Object.fromEntries(
    ports.map(({ names: [name = ""], shape }) => [name, sharedNumbers(sizeOf(shape))] as const),
  );

/** Cuts inputs, has the ranks compute, and joins outputs. */
export class SharedExecutable implements Executable {
  readonly #group: RankGroup;
  readonly #onClose: () => void;
  readonly #batch: number;
  readonly #shares: readonly Share[];
  readonly #step: GroupStep;
  readonly #outputs: ReadonlyMap<string, { readonly shape: Shape }>;
  /** The lengths of the inputs and draws of the whole step. */
  readonly #lengths: ReadonlyMap<string, number>;

  private constructor(
    { whole, batch }: TrainingStep,
    group: RankGroup,
    shares: readonly Share[],
    step: GroupStep,
    onClose: () => void,
  ) {
    this.#group = group;
    this.#onClose = onClose;
    this.#batch = batch;
    this.#shares = shares;
    this.#step = step;
    this.#outputs = whole.outputs;
    this.#lengths = new Map(
      [...whole.inputs, ...whole.draws].map(({ name, shape }) => [name, sizeOf(shape)]),
    );
  }

  /**
   * Compiles each rank's share.
   *
   * @param onClose called when the executable is closed
   * @throws {WorkersUnavailable} If the group's workers do not start.
   */
  static async create(
    step: TrainingStep & { readonly shared: SharedStep },
    group: RankGroup,
    { ranks, limits, onClose }: {
      readonly ranks: number;
      readonly limits: ColumnLimits;
      readonly onClose: () => void;
    },
  ): Promise<SharedExecutable> {
    // All ranks have their columns in memory at the same time.
    const each = { ...limits, atOnce: limits.atOnce / ranks, kept: limits.kept / ranks };
    const compiled = new Map<number, Compiled>();
    const shares = cutBatch(step.batch, ranks).map(({ begin, end }, rank): Share => {
      const program = (): Program => step.shared.share(end - begin);
      const model = compiled.get(end - begin) ?? compileProgram(program(), { limits: each });
      compiled.set(end - begin, model);
      const shared = (ports: readonly Port[]) => rank === 0 ? {} : sharedFor(ports);
      return {
        ...{ begin, end, compiled: model },
        feeds: shared(model.feeds),
        results: shared(resultsOf(model)),
      };
    });
    const prepared = await group.prepare(shares.map(({ compiled }) => compiled), shares.slice(1));
    return new SharedExecutable(step, group, shares, prepared, onClose);
  }

  async run(feeds: Numbers, store: Store): Promise<Record<string, Float32Array>> {
    if (!(store instanceof NativeStore)) throw new TypeError("This is another engine's store.");
    for (const [name, length] of this.#lengths) {
      if (feeds[name]?.length === length) continue;
      throw new RangeError(`${name} needs ${length} numbers, found ${feeds[name]?.length}.`);
    }
    const [first, ...others] = this.#shares as [Share, ...Share[]];
    const results = Object.fromEntries(
      [...this.#outputs].map(([name, { shape }]) => [name, new Float32Array(sizeOf(shape))]),
    );
    const own = Object.fromEntries(
      resultsOf(first.compiled).map(({ names: [name = ""], shape }) =>
        [name, results[name]!.subarray(0, sizeOf(shape))] as const
      ),
    );
    await this.#group.run(this.#step, {
      feeds: this.#cut(feeds, first),
      results: own,
      scalars: this.#group.scalars.map((name) => feeds[name]![0]!),
      give: () => {
        for (const share of others) {
          for (const [name, numbers] of Object.entries(this.#cut(feeds, share))) {
            share.feeds[name]!.set(numbers);
          }
        }
      },
    }, store);
    for (const share of others) this.#join(results, share);
    return results;
  }

  /** A share of the inputs. Those that are not longer in the whole step are the same in each share. */
  #cut(feeds: Numbers, { begin, end, compiled }: Share): Numbers {
    return Object.fromEntries(compiled.feeds.map(({ names: [name = ""], shape }) => {
      const [numbers, length] = [feeds[name]!, sizeOf(shape)];
      const each = length / (end - begin);
      return [
        name,
        length === numbers.length ? numbers : numbers.subarray(begin * each, end * each),
      ];
    }));
  }

  /** Adds a worker's outputs to those of the ranks before it. */
  #join(results: Numbers, { begin, end, results: from }: Share): void {
    for (const [name, numbers] of Object.entries(from)) {
      const all = results[name]!;
      if (this.#outputs.get(name)!.shape.length === 0) all[0]! += numbers[0]!;
      else all.set(numbers, begin * numbers.length / (end - begin));
    }
  }

  close(): void {
    this.#onClose();
  }
}

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
import { type Arrays, arraysOfPart, countParts, type PartLimits } from "./parts.ts";
import { resultsOf } from "./rank.ts";
import { cutBatch, type Range, type Shared, sharedBuffer } from "./shared_memory.ts";

/** A rank's share of the batch, and the arrays through which a worker gets and gives it. */
interface Share extends Range {
  /** The program of one part of the share, and how many parts there are. */
  readonly compiled: Compiled;
  readonly parts: number;
  readonly feeds: Readonly<Record<string, Shared>>;
  readonly results: Readonly<Record<string, Shared>>;
}

/** The numbers of all parts of a share: those that differ from part to part one after the other. */
const sharedFor = (ports: readonly Port[], lengthOf: (port: Port) => number) =>
  Object.fromEntries(
    ports.map((port) => [port.names[0]!, new Float32Array(sharedBuffer(lengthOf(port)))] as const),
  );

/** What a worker is sent. */
function sent({ compiled: { model, ...compiled }, parts, feeds, results }: Share) {
  const shared = new SharedArrayBuffer(model.length);
  new Uint8Array(shared).set(model);
  return { compiled, model: shared, parts, feeds: buffersOf(feeds), results: buffersOf(results) };
}

const buffersOf = (arrays: Share["feeds"]) =>
  Object.fromEntries(Object.entries(arrays).map(([name, { buffer }]) => [name, buffer] as const));

const lengthsOf = ({ inputs, draws }: Program): ReadonlyMap<string, number> =>
  new Map([...inputs, ...draws].map(({ name, shape }) => [name, sizeOf(shape)]));

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
    this.#lengths = lengthsOf(whole);
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
    { ranks, limits, partLimits, onClose }: {
      readonly ranks: number;
      readonly limits: ColumnLimits;
      readonly partLimits: PartLimits;
      readonly onClose: () => void;
    },
  ): Promise<SharedExecutable> {
    // All ranks have their columns in memory at the same time.
    const each = { ...limits, atOnce: limits.atOnce / ranks, kept: limits.kept / ranks };
    const compiled = new Map<number, Compiled>();
    const { whole, batch, shared } = step;
    const lengths = lengthsOf(whole);
    const shares = cutBatch(batch, ranks).map(({ begin, end }, rank): Share => {
      const parts = countParts(whole, batch, end - begin, partLimits);
      const examples = (end - begin) / parts;
      const model = compiled.get(examples) ??
        compileProgram(shared.share(examples), { limits: each });
      compiled.set(examples, model);
      const isOwn = ({ names: [name = ""], shape }: Port) => lengths.get(name) !== sizeOf(shape);
      const none = rank === 0;
      return {
        ...{ begin, end, parts, compiled: model },
        feeds: none ? {} : sharedFor(
          model.feeds,
          (port) => sizeOf(port.shape) * (isOwn(port) ? parts : 1),
        ),
        results: none ? {} : sharedFor(resultsOf(model), ({ shape }) => sizeOf(shape) * parts),
      };
    });
    const prepared = await group.prepare(shares[0]!.compiled, shares.slice(1).map(sent));
    return new SharedExecutable(step, group, shares, prepared, onClose);
  }

  async run(feeds: Arrays, store: Store): Promise<Record<string, Float32Array>> {
    if (!(store instanceof NativeStore)) throw new TypeError("This is another engine's store.");
    for (const [name, length] of this.#lengths) {
      if (feeds[name]?.length === length) continue;
      throw new RangeError(`${name} needs ${length} numbers, found ${feeds[name]?.length}.`);
    }
    const [first, ...others] = this.#shares as [Share, ...Share[]];
    const results = Object.fromEntries(
      [...this.#outputs].map(([name, { shape }]) => [name, new Float32Array(sizeOf(shape))]),
    );
    // The numbers of rank 0's share go where they belong, but outputs without axes are added up.
    const own = Object.fromEntries(
      resultsOf(first.compiled).map(({ names: [name = ""], shape }) => {
        const length = first.parts * sizeOf(shape);
        const alone = shape.length === 0;
        return [name, alone ? new Float32Array(length) : results[name]!.subarray(0, length)];
      }),
    );
    const cut = this.#cut(feeds, first);
    await this.#group.run(this.#step, {
      parts: Array.from({ length: first.parts }, (_, part) => ({
        feeds: arraysOfPart(first.compiled.feeds, cut, part, first.parts),
        results: arraysOfPart(resultsOf(first.compiled), own, part, first.parts),
      })),
      scalars: this.#group.scalars.map((name) => feeds[name]![0]!),
      give: () => {
        for (const share of others) {
          for (const [name, numbers] of Object.entries(this.#cut(feeds, share))) {
            share.feeds[name]!.set(numbers);
          }
        }
      },
    }, store);
    this.#join(results, { ...first, results: own });
    for (const share of others) this.#join(results, share);
    return results;
  }

  /** A share of the inputs. Those that are not longer in the whole step are the same in each share. */
  #cut(feeds: Arrays, { begin, end, compiled }: Share): Arrays {
    return Object.fromEntries(compiled.feeds.map(({ names: [name = ""], shape }) => {
      const numbers = feeds[name]!;
      const each = numbers.length / this.#batch;
      const same = numbers.length === sizeOf(shape);
      return [name, same ? numbers : numbers.subarray(begin * each, end * each)];
    }));
  }

  /** Puts the outputs of a share into those of the batch, or adds them to those before. */
  #join(
    results: Arrays,
    { begin, end, results: from }: Omit<Share, "results"> & { results: Arrays },
  ) {
    for (const [name, numbers] of Object.entries(from)) {
      const all = results[name]!;
      if (this.#outputs.get(name)!.shape.length === 0) {
        for (const addend of numbers) all[0]! += addend;
      } else if (numbers.buffer !== all.buffer) {
        all.set(numbers, begin * numbers.length / (end - begin));
      }
    }
  }

  close(): void {
    this.#onClose();
  }
}

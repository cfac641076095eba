/**
 * The ranks that train one network: the main thread is rank 0, and workers are the others. The weights
 * and slots of a training belong to the ranks, whatever the batch size of a step; the store gets them
 * back when somebody reads them.
 */
import type { UserError } from "../../../../dsl/errors.ts";
import type { WeightUpdate } from "../../step.ts";
import { type Compiled, compileProgram } from "../compile.ts";
import type { Runtime } from "../runtime.ts";
import type { NativeStore } from "../store.ts";
import { Barrier, RankFailed } from "./barrier.ts";
import type { Part } from "./parts.ts";
import { Rank, type RankStep } from "./rank.ts";
import type { RankWorker } from "./rank_worker.ts";
import { reasonOf, SILENT, workerFailed } from "./failure.ts";
import { Loan } from "./loan.ts";
import { type RankSetup, rankSetups } from "./setups.ts";
import { COMMAND, type SharedMemory, viewMemory, WORD } from "./shared_memory.ts";
import type { Preparation } from "./worker.ts";

/** How long workers may take to copy their slots, in milliseconds. */
const GIVE_MS = 10_000;

/** Thrown if the workers do not start. */
export class WorkersUnavailable extends Error {}

/** Starts the worker of a rank. */
export type StartWorker = (setup: RankSetup) => RankWorker;

/** A step that all ranks have prepared. */
export interface GroupStep {
  readonly number: number;
  readonly rankStep: RankStep;
}

/** One run of a step. */
export interface StepRun {
  /** The parts of rank 0's share. */
  readonly parts: readonly Part[];
  /** The update's scalars, in the order of `RankGroup.scalars`. */
  readonly scalars: readonly number[];
  /** Puts the inputs of the other ranks' shares into the shared memory. */
  give(): void;
}

/** The ranks of one training. */
export class RankGroup {
  readonly #memory: SharedMemory;
  readonly #loan: Loan;
  readonly #rank: Rank;
  readonly #barrier: Barrier;
  readonly #workers: readonly RankWorker[];
  /** The scalars that the update takes. */
  readonly scalars: readonly string[];
  readonly #ready: Promise<unknown>;
  /** Ends with what was asked for last: the ranks do one thing at a time. */
  #last: Promise<unknown> = Promise.resolve();
  #steps = 0;
  #stepping = false;
  #failed: UserError | undefined;

  private constructor(update: WeightUpdate, setup: RankSetup, rank: Rank, workers: RankWorker[]) {
    this.#memory = viewMemory(setup.buffers);
    this.#loan = new Loan(update, this.#memory, {
      requireUsable: () => this.#requireUsable(),
      collectSlots: () => this.#collectSlots(),
    });
    this.scalars = setup.pass.scalars;
    this.#rank = rank;
    this.#barrier = new Barrier(this.#memory.control, setup.ranges.length);
    this.#workers = workers;
    this.#ready = Promise.all(workers.map((worker) => worker.done()));
    this.#ready.catch(() => {});
  }

  /** Prepares the update and starts the workers; what is asked of them waits until they are ready. */
  static async start(
    runtime: Runtime,
    update: WeightUpdate,
    ranks: number,
    startWorker: StartWorker,
  ): Promise<RankGroup> {
    const setups = rankSetups(update, ranks);
    // ONNX Runtime sets "denormals are zero" on the thread that makes the first session of a process,
    // and new threads inherit it from theirs. So a session comes first, and the workers after it.
    const first = await runtime.session(compileProgram(update.program(1, 1)).model, 1);
    await first.release();
    const workers = setups.slice(1).map(startWorker);
    return new RankGroup(update, setups[0]!, new Rank(runtime, setups[0]!), workers);
  }

  /**
   * Prepares a step in all ranks at the same time.
   *
   * @param own the program of a part of rank 0's share
   * @param others what each worker prepares
   * @throws {WorkersUnavailable} If the workers do not start.
   */
  prepare(
    own: Compiled,
    others: readonly Omit<Preparation, "step">[],
  ): Promise<GroupStep> {
    return this.#next(async () => {
      // The workers start in the meantime.
      const prepared = this.#rank.prepare(own);
      await this.#ready.catch(({ message }: Error) => {
        throw new WorkersUnavailable(message);
      });
      const number = this.#steps++;
      const done = this.#workers.map((worker, i) => {
        worker.send({ step: number, ...others[i]! });
        return worker.done();
      });
      this.#command(COMMAND.prepare);
      // If a worker ends, its reason is what the user needs.
      const answered = Promise.all(done).catch(async () => {
        throw await this.#failure();
      });
      const [rankStep] = await Promise.all([prepared, answered]);
      return { number, rankStep };
    });
  }

  /**
   * Runs a step in all ranks. Afterwards the store has the new weights and slots, though their numbers
   * come back only when somebody reads them.
   *
   * @throws {UserError} If a worker has ended.
   */
  run(step: GroupStep, run: StepRun, store: NativeStore): Promise<void> {
    return this.#next(() =>
      store.during(async () => {
        try {
          await this.#step(step, run, store);
        } catch (error) {
          Atomics.store(this.#memory.control, WORD.failed, 1);
          throw error instanceof RankFailed ? await this.#failure() : error;
        } finally {
          this.#stepping = false;
        }
      })
    );
  }

  async #step({ number, rankStep }: GroupStep, run: StepRun, store: NativeStore): Promise<void> {
    const { control, scalars } = this.#memory;
    if (Atomics.load(control, WORD.failed) !== 0) throw new RankFailed();
    const fresh = this.#loan.take(store);
    this.#stepping = true;
    scalars.set(run.scalars);
    run.give();
    control[WORD.step] = number;
    control[WORD.fresh] = fresh ? 1 : 0;
    this.#command(COMMAND.step);
    await this.#rank.computeGradient(rankStep, run.parts, fresh);
    await this.#barrier.meetPatiently();
    this.#rank.update();
    await this.#barrier.meetPatiently();
    this.#rank.takeWeights();
    this.#loan.renew(store);
  }

  /** Makes all ranks put their slots into the shared memory. */
  #collectSlots(): void {
    this.#command(COMMAND.giveSlots);
    this.#rank.giveSlots();
    try {
      this.#barrier.meet(GIVE_MS);
    } catch {
      Atomics.store(this.#memory.control, WORD.failed, 1);
      this.#requireUsable();
    }
  }

  /** Checks that the ranks can give what they have. Reading waits for a step that runs. */
  #requireUsable(): void {
    if (this.#stepping) throw new RangeError("A training step that uses the store is not over.");
    if (Atomics.load(this.#memory.control, WORD.failed) !== 0) {
      throw this.#failed ??= workerFailed(SILENT);
    }
  }

  #command(command: number): void {
    const { control } = this.#memory;
    control[WORD.command] = command;
    Atomics.add(control, WORD.commands, 1);
    Atomics.notify(control, WORD.commands);
  }

  #next<T>(action: () => Promise<T>): Promise<T> {
    const result = this.#last.then(action);
    this.#last = result.catch(() => {});
    return result;
  }

  async #failure(): Promise<UserError> {
    const reason = reasonOf(this.#workers.map((worker) => worker.ended));
    return this.#failed ??= workerFailed(await reason);
  }

  /** Gives the store its numbers back and ends the workers, after what was asked for before. */
  close(): void {
    void this.#next(async () => {
      await this.#loan.ready();
      try {
        this.#loan.settle();
        this.#command(COMMAND.end);
      } catch {
        // A worker has failed, and whoever reads the store is told.
        for (const worker of this.#workers) worker.terminate();
      }
    }).catch(() => {});
  }
}

/** Which training steps are computed in shares, and by which group of ranks. */
import { perExample } from "../../../graph/per_example.ts";
import type { Program } from "../../../graph/program.ts";
import { sizeOf } from "../../../graph/tensor.ts";
import type { Executable } from "../../engine.ts";
import type { SharedStep, TrainingStep, WeightUpdate } from "../../step.ts";
import type { ColumnLimits } from "../passes/columns.ts";
import type { Runtime } from "../runtime.ts";
import { RankGroup, type StartWorker, WorkersUnavailable } from "./group.ts";
import { multiplications, type PartLimits } from "./parts.ts";
import { countOf } from "./shared_memory.ts";
import { updatePass } from "./update_pass.ts";
import { SharedExecutable } from "./shared_executable.ts";

/** From where on shares are worth it. */
export interface ShareFrom {
  /** The least work of one share in one step: shares have to be copied and waited for. */
  readonly step: number;
  /** The least work of a step per number of the weights: gradients and weights have to be copied. */
  readonly weight: number;
  /** The least estimated time of all steps in one session, in milliseconds: threads have to start. */
  readonly training: number;
}

/** How many multiplications take as long as computing one number in another way. */
const NUMBER = 20;

/** The work of a program on the examples of a batch: its multiplications, and what else it computes. */
export function workOf(program: Program, batch: number): number {
  const computed = program.nodes.filter(({ inputs, shape, primitive: { name } }) =>
    inputs.length > 0 && shape[0] === batch && name !== "reshape"
  );
  return multiplications(program) +
    NUMBER * computed.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/** A rough estimate of how long a step takes in one session, in milliseconds, on two cores. */
const estimatedMs = (work: number): number => 0.5 + 17e-9 * work;

/** How steps are computed in shares. */
export interface SharedStepsOptions {
  /** How many shares. */
  readonly ranks: number;
  readonly from: ShareFrom;
  readonly limits: ColumnLimits;
  readonly partLimits: PartLimits;
  readonly startWorker: StartWorker;
}

/** A step that can be computed in shares. */
type Shareable = TrainingStep & { readonly shared: SharedStep };

/** Is the step computed in shares? The same step gets the same answer every time. */
export function worthSharing(
  step: TrainingStep,
  { ranks, from }: Pick<SharedStepsOptions, "ranks" | "from">,
): step is Shareable {
  const { whole, batch, steps, shared } = step;
  const work = workOf(whole, batch);
  if (!shared || ranks < 2 || batch < ranks || !updatePass(shared.update, ranks)) return false;
  const count = countOf(shared.update);
  return count > 0 && work >= ranks * from.step && work >= count * from.weight &&
    steps * estimatedMs(work) >= from.training && perExample(shared.results, batch);
}

/** The groups of an engine: one per training that has steps in shares. */
export class SharedSteps {
  readonly #runtime: Runtime;
  readonly #options: SharedStepsOptions;
  /** Each group with the number of its executables. */
  readonly #groups = new Map<WeightUpdate, { group: Promise<RankGroup>; executables: number }>();

  constructor(runtime: Runtime, options: SharedStepsOptions) {
    this.#runtime = runtime;
    this.#options = options;
  }

  /**
   * Prepares a step in shares. The first one of a training starts its workers, and the last that is
   * closed ends them.
   *
   * @throws {WorkersUnavailable} If the workers do not start.
   */
  async compile(step: Shareable): Promise<Executable> {
    const { update } = step.shared;
    const { ranks, startWorker } = this.#options;
    const known = this.#groups.get(update) ??
      { group: RankGroup.start(this.#runtime, update, ranks, startWorker), executables: 0 };
    this.#groups.set(update, known);
    known.executables++;
    const onClose = () => {
      if (--known.executables > 0) return;
      this.#groups.delete(update);
      void known.group.then((group) => group.close(), () => {});
    };
    try {
      return await SharedExecutable.create(step, await known.group, { ...this.#options, onClose });
    } catch (error) {
      onClose();
      throw error;
    }
  }
}

export { WorkersUnavailable };

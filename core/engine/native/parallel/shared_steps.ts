/** Which training steps are computed in shares, and by which group of ranks. */
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
  /** Multiplications of one share in one step: shares have to be copied and waited for. */
  readonly step: number;
  /** The estimated time of all steps in one session, in milliseconds: threads have to start. */
  readonly training: number;
}

/**
 * A rough estimate of how long a step takes in one session, in milliseconds: between 1.3 ms for 7
 * million multiplications and 13.6 ms for 420 million were measured on two cores.
 */
const estimatedMs = (multiplications: number): number => 1 + 25e-9 * multiplications;

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
  const products = multiplications(whole);
  return shared !== undefined && ranks > 1 && batch >= ranks &&
    products >= ranks * from.step && steps * estimatedMs(products) >= from.training &&
    countOf(shared.update) > 0 &&
    updatePass(shared.update, ranks) !== undefined;
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

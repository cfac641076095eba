/** Measures a model: loss and accuracy on examples, without optimiser and without update. */
import { sparseCategoricalCrossentropy } from "../../dsl/losses/mod.ts";
import { inferShapes, type Steps } from "../../dsl/pipeline.ts";
import { type Loss, rule } from "../../dsl/step.ts";
import { evaluate } from "../../dsl/steps/evaluate.ts";
import type { Random } from "../base/random.ts";
import { program } from "../graph/program.ts";
import type { Network } from "../model/network.ts";
import { type Examples, Gatherer } from "./batch.ts";
import { requireExamples } from "./targets.ts";
import { BatchPrograms, lossGraph } from "./batch_programs.ts";
import { ascending, batches } from "./shuffle.ts";

/** Loss and accuracy on a set of examples. */
export interface Metrics {
  /** The mean loss per example. */
  readonly loss: number;
  /** The share of examples that the model predicts correctly, 0 … 1. */
  readonly accuracy: number;
}

/** How many examples are measured at a time; the size changes no number but by rounding. */
const BATCH = 100;

/**
 * Finds the loss that a pipeline's `evaluate` measures: its own, otherwise the one of `train`,
 * otherwise `sparseCategoricalCrossentropy`. Undefined if the pipeline has no `evaluate`.
 *
 * @throws {StepError} If the loss needs another number of scores than the last layer gives.
 */
export function evaluationLoss({ steps }: Steps): Loss | undefined {
  const at = steps.findIndex((step) => step[rule].evaluation);
  const evaluation = steps[at]?.[rule].evaluation;
  if (!evaluation) return undefined;
  const training = steps.map((step) => step[rule].training).find((training) => training);
  const loss = evaluation.loss ?? training?.loss ?? sparseCategoricalCrossentropy();
  // The same step with its loss written out checks what it gets from the last layer.
  inferShapes({ steps: [...steps.slice(0, at), evaluate({ loss })] });
  return loss;
}

/**
 * Measures a model in inference mode, as Keras's `evaluate`: dropout passes everything on, and batch
 * norm uses its moving statistics. It changes nothing in the model's store.
 *
 * @example
 * ```ts
 * import { dense, input, meanSquaredError, pipeline } from "../../dsl/mod.ts";
 * import { seededRandom } from "../base/random.ts";
 * import { openEngine } from "../engine/open.ts";
 * import { Model } from "../model/model.ts";
 * import { Evaluator } from "./evaluator.ts";
 *
 * const double = new Model(pipeline(input(1), dense(1, { bias: false })), await openEngine("loops"), {
 *   "dense1/kernel": { shape: [1, 1], data: Float32Array.of(2) },
 * });
 * const evaluator = new Evaluator(double, meanSquaredError(), seededRandom(0));
 * const examples = { count: 1, shape: [1], x: Float32Array.of(3), y: Float32Array.of(5) };
 * console.assert((await evaluator.measure(examples))?.loss === 1); // (2·3 − 5)²
 * await evaluator.close();
 * ```
 */
export class Evaluator {
  readonly #programs: BatchPrograms;
  readonly #loss: Loss;
  /** The shape of the output for one example, and of its target. */
  readonly #output: readonly number[];
  readonly #target: readonly number[];
  /** Examples that were found right, so that validation checks them once. */
  readonly #checked = new WeakSet<Examples>();

  /** @param random Draws for steps that are random in inference too, such as `noise`. */
  constructor(model: Network, loss: Loss, random: Random) {
    this.#loss = loss;
    this.#output = model.build(1).output.shape.slice(1);
    this.#target = loss[rule].target(this.#output);
    this.#programs = new BatchPrograms(model, loss, random, (batch) => {
      const { loss: mean, output } = lossGraph(model, loss, batch, false);
      return program({ loss: mean, predictions: output });
    });
  }

  /** Draws from `random` from now on. */
  drawFrom(random: Random): void {
    this.#programs.drawFrom(random);
  }

  /**
   * Measures all examples.
   *
   * @returns Undefined if `signal` stopped it before the last example.
   *
   * @throws {UserError} If an input is not finite, if a target is none that the loss takes, or if the
   * loss of finite inputs is not finite.
   */
  async measure(examples: Examples, signal?: AbortSignal): Promise<Metrics | undefined> {
    if (!this.#checked.has(examples)) {
      requireExamples("measure the model", examples, this.#loss, this.#output);
      this.#checked.add(examples);
    }
    const gatherer = new Gatherer(examples, this.#target, BATCH);
    let [loss, correct] = [0, 0];
    for (const indices of batches(ascending(0, examples.count), BATCH)) {
      if (signal?.aborted) return undefined;
      const result = await this.#programs.run({ ...gatherer.gather(indices) }, indices.length);
      loss += result.loss * indices.length;
      correct += result.correct;
    }
    return { loss: loss / examples.count, accuracy: correct / examples.count };
  }

  /** Frees the compiled programs; the model stays. */
  close(): Promise<void> {
    return this.#programs.close();
  }
}

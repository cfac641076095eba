/** A lab's tools that train, and the frozen features that training starts from. */
import { sha256 } from "../base/hash.ts";
import { seededRandom } from "../base/random.ts";
import { DivergedError } from "../training/divergence.ts";
import { fitPairs } from "../training/fit_pairs.ts";
import type { Resumed, TrainEvent } from "../training/history.ts";
import { run } from "../training/run.ts";
import type { Steps } from "../../dsl/pipeline.ts";
import { frozenFeatures } from "../transfer/frozen_features.ts";
import { startingWeights } from "../weights/starting_weights.ts";
import { callLine } from "./call_site.ts";
import { PartialHistory } from "./partial_history.ts";
import { counting, progress, resumedLine, standardScreen } from "./progress.ts";
import type { LabSession } from "./session.ts";
import type { Lab } from "./tools.ts";

/** The tools that train a pipeline or the part of it behind its frozen steps. */
export type TrainingTools = Pick<Lab, "run" | "fit" | "frozen">;

/**
 * Makes the tools that train on a session's engine; its record keeps what the trainings gave.
 *
 * @param model Gives a pipeline its first weights.
 */
export function trainingTools(session: LabSession, model: Lab["model"]): TrainingTools {
  const { url, options, data, record, engine, interruption } = session;
  const print = progress(standardScreen());
  const settings = {
    signal: interruption.signal,
    ...(options.epochs !== undefined && { epochs: options.epochs }),
    ...(options.batch !== undefined && { batchSize: options.batch }),
  };
  /** What a training needs to be kept and continued, and to say in the report that it was. */
  const resumable = async (name: string) => {
    const checkpoints = await session.checkpoints.open();
    return {
      ...(checkpoints && { checkpoints }),
      onResumed: (from: Resumed) => {
        standardScreen().write(`${resumedLine(from)}\n`);
        record.resumed(name, from);
      },
    };
  };
  let fits = 0;
  const onHint = (hint: string) => {
    console.error(hint);
    record.hint(hint);
  };
  /**
   * Keeps the epochs of a training that does not end for the report: their numbers, and their curves
   * under the line that started the training.
   */
  const keepingEpochs = async <T>(
    name: string,
    pipeline: Steps,
    train: (on: (event: TrainEvent) => void) => Promise<T>,
    line = callLine(url),
  ) => {
    const partial = new PartialHistory(name, pipeline, line);
    record.training(partial);
    try {
      // The history has the seconds of each epoch.
      await session.quiet();
      const result = await train((event) => {
        print(event);
        partial.add(event);
      });
      record.trained(partial);
      return result;
    } catch (error) {
      if (error instanceof DivergedError) {
        record.pipeline(name, pipeline);
        record.run(name, error.history);
      }
      throw error;
    }
  };
  /** Of all features that this lab keeps on disk. */
  const features = { computed: 0, seconds: 0 };

  return {
    async run(pipeline, { name, seed = options.seed, weights } = {}) {
      const result = await interruption.training(() =>
        keepingEpochs(name ?? "run", pipeline, async (on) =>
          run(pipeline, {
            ...settings,
            on,
            ...await resumable(name ?? "run"),
            onHint,
            engine: await engine(),
            seed,
            data: { ...data, subset: !options.full },
            ...(weights && { weights }),
          }))
      );
      const prefix = name ? `${name}/` : "";
      record.pipeline(name ?? "pipeline", pipeline);
      record.run(name ?? "run", result.history);
      record.data(result.data);
      for (const [key, value] of Object.entries(result.metrics)) record.metric(prefix + key, value);
      record.provenance(`${prefix}weights sha256`, await sha256(await result.model.encode()));
      return result;
    },
    fit: (pipeline, pairs, { seed = options.seed, weights, onStep } = {}) =>
      interruption.training(() => {
        const name = `fit ${++fits}`;
        return keepingEpochs(
          name,
          pipeline,
          async (on) =>
            fitPairs(await model(pipeline, { seed, ...(weights && { weights }) }), pairs, {
              ...settings,
              on,
              ...(onStep ? { onStep } : await resumable(name)),
              onHint,
              random: seededRandom(seed).fork("training"),
            }),
        );
      }),
    async frozen(pipeline, x, { keep = true } = {}) {
      const made = await frozenFeatures(pipeline, x, {
        engine: await engine(),
        weights: async (prefix) =>
          record.used(
            await startingWeights(prefix, seededRandom(options.seed).fork("weights"), data),
          ),
        ...(!keep && { cacheDir: false }),
        onProgress: counting(standardScreen(), "features"),
      });
      if (keep) {
        features.computed += made.computed;
        features.seconds += made.seconds;
        record.metric("features_computed", features.computed);
        record.metric("features_ms", features.seconds * 1000);
      }
      return made;
    },
  };
}

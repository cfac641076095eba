/** A small training in which everything is random or remembered, and ways to interrupt it. */
import type { Engine } from "../../core/engine/engine.ts";
import { seededRandom } from "../../core/base/random.ts";
import { Model } from "../../core/model/model.ts";
import type { Examples } from "../../core/training/batch.ts";
import type { CheckpointOptions } from "../../core/training/checkpoints.ts";
import { Checkpoints } from "../../core/training/checkpoints.ts";
import { fitExamples, trainingOf, type TrainingOverrides } from "../../core/training/fit.ts";
import type { History, Resumed, TrainEvent } from "../../core/training/history.ts";
import { initialWeights } from "../../core/weights/initial_weights.ts";
import {
  adam,
  augment,
  batchNorm,
  conv,
  dense,
  dropout,
  earlyStopping,
  exponentialDecay,
  flatten,
  input,
  noise,
  pipeline,
  type Steps,
  train,
} from "../../dsl/mod.ts";

/** Batch norm, dropout, noise, augment, adam with a schedule, and early stopping with the best weights. */
export const network = (filters = 2): Steps =>
  pipeline(
    input(6, 6, 1, { classes: 3 }),
    augment({ shift: 1, flip: "horizontal" }),
    noise(0.1),
    conv(filters, { kernel: 3 }),
    batchNorm(),
    flatten(),
    dropout(0.25),
    dense(3, "softmax"),
    train({
      epochs: 6,
      batchSize: 10,
      validationSplit: 0.25,
      optimizer: adam({
        learningRate: exponentialDecay({ initial: 0.2, rate: 0.5, epochs: 3 }),
      }),
      stop: earlyStopping({ patience: 2, restoreBestWeights: true }),
    }),
  );

const { uniform, below } = seededRandom(5);
const count = 48;
/** Pictures of noise with labels: nothing can be learned, so that early stopping has work. */
export const examples: Examples = {
  count,
  shape: [6, 6, 1],
  x: Float32Array.from({ length: count * 36 }, uniform),
  y: Float32Array.from({ length: count }, () => below(3)),
};

/** What one start of the program is given. */
export interface Start extends TrainingOverrides {
  readonly engine: Engine;
  readonly steps?: Steps;
  readonly data?: Examples;
  readonly seed?: number;
  readonly folder?: string;
  readonly options?: Partial<CheckpointOptions>;
  readonly signal?: AbortSignal;
  readonly on?: (event: TrainEvent) => void;
  /** Milliseconds per batch, by the clock that the training sees. */
  readonly batchMs?: number;
  /** Whether the program removes its checkpoints at its end. */
  readonly clear?: boolean;
}

/** What one start of the program gives. */
export interface End {
  /** The weights as a file. */
  readonly bytes: Uint8Array;
  readonly history: Omit<History, "seconds">;
  readonly resumed: readonly Resumed[];
}

/** One start of the program; afterwards its locks are gone, as after the end of a process. */
export async function start({
  engine,
  steps = network(),
  data = examples,
  seed = 4,
  folder,
  options = {},
  on,
  signal,
  batchMs = 1000,
  clear = false,
  ...overrides
}: Start): Promise<End> {
  const checkpoints = folder === undefined
    ? undefined
    : new Checkpoints(folder, { label: "test", ...options });
  const model = new Model(steps, engine, initialWeights(steps, seededRandom(seed)));
  const resumed: Resumed[] = [];
  let time = 0;
  try {
    const { seconds: _, ...history } = await fitExamples(
      model,
      trainingOf(steps, overrides)!,
      data,
      {
        random: seededRandom(seed).fork("training"),
        now: () => time,
        on(event) {
          if (event.type === "batch") time += batchMs;
          on?.(event);
        },
        onResumed: (from) => resumed.push(from),
        ...(signal && { signal }),
        ...(checkpoints && { checkpoints }),
      },
    );
    if (clear) await checkpoints?.clear();
    return { bytes: await model.encode(), history, resumed };
  } finally {
    checkpoints?.close();
    await model.close();
  }
}

/**
 * The program that `kills_test.ts` kills: like a lab, it trains twice, keeps its trainings in a folder
 * and removes them at its end. It prints a line of JSON for everything that a user would see.
 *
 * `deno run … tests/faults/victim.ts FOLDER ENGINE`; the engine "shares" is native with three shares
 * of each batch, which batch norm would prevent.
 */
import { sha256 } from "../../core/base/hash.ts";
import { seededRandom } from "../../core/base/random.ts";
import { nativeEngine } from "../../core/engine/native/mod.ts";
import { openEngine } from "../../core/engine/open.ts";
import { Model } from "../../core/model/model.ts";
import { Checkpoints } from "../../core/training/checkpoints.ts";
import { fitPairs } from "../../core/training/fit_pairs.ts";
import { initialWeights } from "../../core/weights/initial_weights.ts";
import {
  activate,
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
  pipeline,
  train,
} from "../../dsl/mod.ts";

/** What the program prints. */
export type Line =
  | { readonly kind: "resumed" | "epoch"; readonly training: number; readonly epoch: number }
  | { readonly kind: "end"; readonly weights: readonly string[] };

const say = (line: Line) => {
  Deno.stdout.writeSync(new TextEncoder().encode(`${JSON.stringify(line)}\n`));
};

const network = (epochs: number, patience: number, inShares: boolean) =>
  pipeline(
    input(12, 12, 1, { classes: 3 }),
    augment({ shift: 1, flip: "horizontal" }),
    conv(8, { kernel: 3 }),
    inShares ? activate("relu") : batchNorm(),
    flatten(),
    dropout(0.3),
    dense(16, "relu"),
    dense(3, "softmax"),
    train({
      epochs,
      validationSplit: 0.25,
      optimizer: adam({ learningRate: exponentialDecay({ initial: 0.01, rate: 0.5, epochs: 20 }) }),
      stop: earlyStopping({ patience, restoreBestWeights: true }),
    }),
  );

const COUNT = 600;
/** Epochs and patience of the two trainings. */
const TRAININGS = [[20, 12], [20, 10]] as const;

if (import.meta.main) {
  // A training of less than a second is not kept. On a clock that runs four times as fast, such short
  // ones are, and many can be killed in a minute.
  const now = performance.now.bind(performance);
  performance.now = () => 4 * now();
  const [folder = "", name = ""] = Deno.args;
  const inShares = name === "shares";
  const engine = inShares
    ? await nativeEngine({ threads: 3, shares: 3, shareFrom: { step: 0, weight: 0, training: 0 } })
    : await openEngine(name);
  const checkpoints = new Checkpoints(folder, { label: "victim", tell: console.error });
  const weights: string[] = [];
  for (const [training, [epochs, patience]] of TRAININGS.entries()) {
    const { uniform, below, fork } = seededRandom(training);
    const steps = network(epochs, patience, inShares);
    const model = new Model(steps, engine, initialWeights(steps, fork("weights")));
    const x = Float32Array.from({ length: COUNT * 144 }, uniform);
    const y = Float32Array.from({ length: COUNT }, () => below(3));
    await fitPairs(
      model,
      { x: { shape: [COUNT, 12, 12, 1], data: x }, y: { shape: [COUNT], data: y } },
      {
        random: fork("training"),
        checkpoints,
        onResumed: ({ epoch }) => say({ kind: "resumed", training, epoch }),
        on: ({ type, epoch }) => type === "epoch" && say({ kind: "epoch", training, epoch }),
      },
    );
    weights.push(sha256(await model.encode()));
    await model.close();
  }
  say({ kind: "end", weights });
  await checkpoints.clear();
}

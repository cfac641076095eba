/** Forty steps of training from Keras's weights: every batch's loss is Keras's (tests/golden/train.json). */
import { assert, assertAlmostEquals } from "@std/assert";
import { readIdx } from "../../core/data/idx.ts";
import { openEngine } from "../../core/engine/open.ts";
import { Model } from "../../core/model/model.ts";
import { seededRandom } from "../../core/base/random.ts";
import { decodeSafetensors } from "../../core/weights/safetensors.ts";
import { TrainStep } from "../../core/training/train_step.ts";
import { matchSaved } from "../../core/weights/match_saved.ts";
import {
  adam,
  conv,
  dense,
  flatten,
  load,
  normalize,
  type Optimizer,
  pipeline,
  pool,
  rmsprop,
  rule,
  sgd,
  train,
} from "../../dsl/mod.ts";
import { relativeError } from "../engine/against_loops.ts";

const golden = (name: string) => new URL(`../golden/${name}`, import.meta.url);
const { losses }: { losses: Record<string, number[]> } = JSON.parse(
  await Deno.readTextFile(golden("train.json")),
);
const images = await readIdx(golden("fashion-first640-images.idx.gz"), 3);
const labels = await readIdx(golden("fashion-first640-labels.idx.gz"), 1);
const stored = async (name: string) =>
  decodeSafetensors(await Deno.readFile(golden(name)), name).tensors;
const initial = await stored("train-initial.safetensors");
const afterAdam = await stored("train-after-adam.safetensors");

const network = (optimizer: Optimizer) =>
  pipeline(
    load("fashion-mnist"),
    normalize(),
    conv(8, { kernel: 3, padding: "same" }),
    pool(2),
    conv(4, { kernel: 3, padding: "same", activation: "relu" }),
    pool(2),
    flatten(),
    dense(16, "relu"),
    dense(10, "softmax"),
    train({ epochs: 2, optimizer, shuffle: false }),
  );

const optimizers = {
  adam: adam(),
  sgd: sgd({ learningRate: 1e-2 }),
  rmsprop: rmsprop({ learningRate: 5e-4, rho: 0.9 }),
};

for (const name of ["loops", "cpu", "wasm", "simd", "native"]) {
  const engine = await openEngine(name);
  for (const [kind, optimizer] of Object.entries(optimizers)) {
    Deno.test(`${name} follows Keras's ${kind} over 40 steps`, async () => {
      const steps = network(optimizer);
      const weights = matchSaved(steps, initial, "train-initial.safetensors");
      const model = new Model(steps, engine, weights);
      const training = steps.steps.at(-1)![rule].training!;
      const trainStep = new TrainStep(model, training, seededRandom(0));
      for (let step = 0; step < 40; step++) {
        const at = (step % 20) * 32;
        const x = Float32Array.from(images.data.subarray(at * 784, (at + 32) * 784));
        const y = Float32Array.from(labels.data.subarray(at, at + 32));
        const { loss } = await trainStep.update(x, y, 32);
        assertAlmostEquals(loss, losses[kind]![step]!, 1e-3, `step ${step + 1}: loss ${loss}`);
      }
      if (kind === "adam") {
        for (const [path, { data }] of Object.entries(await model.weights())) {
          const error = relativeError(data, afterAdam[`sequential/${path}`]!.data);
          assert(error < 1e-2, `${path} is off by ${error} (relative) after 40 steps`);
        }
      }
      await trainStep.close();
      await model.close();
    });
  }
}

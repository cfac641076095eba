/** One training step of the chapter's network: forward, loss, gradients, Adam. */
import { Model } from "../../core/model.ts";
import { random } from "../../core/random.ts";
import { Trainer } from "../../core/trainer.ts";
import { initialWeights } from "../../core/weights.ts";
import {
  adam,
  behaviour,
  conv,
  dense,
  flatten,
  input,
  pipeline,
  pool,
  train,
} from "../../dsl/mod.ts";
import type { Case } from "../case.ts";

const BATCH = 32;

const network = pipeline(
  input(28, 28, 1),
  conv(64, { kernel: 3, padding: "same" }),
  pool(2),
  conv(32, { kernel: 3, padding: "same" }),
  pool(2),
  conv(16, { kernel: 3, padding: "same" }),
  flatten(),
  dense(256, "relu"),
  dense(128, "relu"),
  dense(10, "softmax"),
  train({ epochs: 1, optimizer: adam() }),
);

/** 0.84 GFLOP a step. */
const trainStep: Case = {
  name: "train-step",
  unit: `a step of ${BATCH} images`,
  prepare(engine) {
    const stream = random(0);
    const model = new Model(network, engine, initialWeights(network, stream.fork("weights")));
    const trainer = new Trainer(model, network.steps.at(-1)![behaviour].training!, stream);
    const x = Float32Array.from({ length: BATCH * 28 * 28 }, stream.uniform);
    const y = Float32Array.from({ length: BATCH }, (_, i) => i % 10);
    return {
      once: () => trainer.step(x, y, BATCH),
      close: async () => {
        await trainer.close();
        await model.close();
      },
    };
  },
};

export default trainStep;

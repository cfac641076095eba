import { assertEquals } from "@std/assert";
import { seededRandom } from "../../core/base/random.ts";
import { loopsEngine } from "../../core/engine/loops.ts";
import { Model } from "../../core/model/model.ts";
import { fitExamples, trainingOf } from "../../core/training/fit.ts";
import { initialWeights } from "../../core/weights/initial_weights.ts";
import {
  batchNorm,
  dense,
  earlyStopping,
  input,
  meanSquaredError,
  pipeline,
  sgd,
  train,
} from "../../dsl/mod.ts";

Deno.test("fitExamples() brings back batch norm's moving averages of the best epoch, too", async () => {
  // Batch norm of one number gives 0, so that nothing learns and the first epoch stays the best.
  const steps = pipeline(
    input(1),
    batchNorm({ momentum: 0.5, scale: false, center: false }),
    dense(1, { bias: false, initializer: "zeros" }),
    train({
      epochs: 3,
      batchSize: 1,
      optimizer: sgd({ learningRate: 0.25 }),
      loss: meanSquaredError(),
      stop: earlyStopping({ monitor: "loss", patience: 5, restoreBestWeights: true }),
    }),
  );
  const model = new Model(steps, loopsEngine(), initialWeights(steps, seededRandom(1)));
  const data = { count: 1, shape: [1], x: Float32Array.of(8), y: Float32Array.of(4) };
  const { loss } = await fitExamples(model, trainingOf(steps)!, data, { random: seededRandom(1) });
  assertEquals(loss, [16, 16, 16]);
  // Half of what is missing to 8 per epoch: 4, 6, 7; the first epoch's is kept.
  assertEquals([...(await model.weights())["batchNorm1/moving_mean"]!.data], [4]);
  await model.close();
});

/** A pretrained network in training: frozen weights stay, all others learn. */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { openEngine } from "../../core/engine/open.ts";
import { fitExamples, trainingOf } from "../../core/training/fit.ts";
import { Model } from "../../core/model/model.ts";
import { seededRandom } from "../../core/base/random.ts";
import { startingWeights } from "../../core/weights/starting_weights.ts";
import {
  dense,
  globalPool,
  input,
  meanSquaredError,
  pipeline,
  pretrained,
  sgd,
  train,
  type Trainable,
} from "../../dsl/mod.ts";

/** The kernels that a few updates change in a small part of VGG16. */
async function changed(trainable: Trainable): Promise<string[]> {
  const steps = pipeline(
    input(4, 4, 3),
    pretrained("vgg16", { until: "block2_pool", weights: "random", trainable }),
    globalPool(),
    dense(1),
    train({ epochs: 1, batchSize: 2, optimizer: sgd(), loss: meanSquaredError() }),
  );
  const { weights } = await startingWeights(steps, seededRandom(1));
  const model = new Model(steps, await openEngine("wasm"), weights);
  const x = Float32Array.from({ length: 4 * 48 }, (_, i) => Math.sin(i));
  const examples = { count: 4, shape: [4, 4, 3], x, y: Float32Array.of(0, 1, 0, 1) };
  const { loss } = await fitExamples(model, trainingOf(steps)!, examples, {
    random: seededRandom(2),
  });
  assert(Number.isFinite(loss[0]));
  const after = await model.weights();
  await model.close();
  return Object.keys(weights).filter((path) =>
    path.endsWith("kernel") && after[path]!.data.join() !== weights[path]!.data.join()
  );
}

Deno.test("pretrained() leaves a frozen network as it is while the head learns", async () => {
  assertEquals(await changed(false), ["dense1/kernel"]);
});

Deno.test("pretrained() trains from the named step on", async () => {
  assertEquals(await changed({ from: "block2_conv2" }), ["block2_conv2/kernel", "dense1/kernel"]);
});

Deno.test("pretrained() trains all of a network", async () => {
  const paths = await changed(true);
  assertEquals(paths.length, 5);
  assertNotEquals(paths.indexOf("block1_conv1/kernel"), -1);
});

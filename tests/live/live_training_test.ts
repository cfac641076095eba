import { assert, assertEquals, assertThrows } from "@std/assert";
import { seededRandom } from "../../core/base/random.ts";
import { simdEngine } from "../../core/engine/simd/engine/engine.ts";
import { LiveTraining } from "../../core/live/live_training.ts";
import { Model } from "../../core/model/model.ts";
import { fitExamples, trainingOf } from "../../core/training/fit.ts";
import { initialWeights } from "../../core/weights/initial_weights.ts";
import { dense, input, pipeline, sgd, UserError } from "../../dsl/mod.ts";
import { examples, json, net } from "./example.ts";

const engine = simdEngine()!;
const COUNT = 24; // Eighteen train, in batches of 8, 8 and 2.

Deno.test("LiveTraining.step() gives the weights of a lab's run, to the bit", async () => {
  const random = seededRandom(5);
  const model = new Model(net, engine, initialWeights(net, random.fork("weights")));
  const history = await fitExamples(model, trainingOf(net)!, examples(COUNT), {
    random: random.fork("training"),
  });
  const training = new LiveTraining(engine, { pipeline: json, examples: examples(COUNT), seed: 5 });
  const steps = [];
  for (let i = 0; i < 9; i++) steps.push(await training.step());
  assertEquals(await training.network.weights(), await model.weights());
  assertEquals(
    steps.map(({ epoch, step, steps }) => [epoch, step, steps]),
    [1, 2, 3].flatMap((epoch) => [1, 2, 3].map((step) => [epoch, step, 3])),
  );
  const [a, b, c] = steps.map(({ loss }) => loss);
  assertEquals((a! * 8 + b! * 8 + c! * 2) / 18, history.loss[0]);
});

Deno.test("LiveTraining.reset() begins again with the same numbers", async () => {
  const training = new LiveTraining(engine, { pipeline: json, examples: examples(COUNT) });
  const losses = async () => [(await training.step()).loss, (await training.step()).loss];
  const first = await losses();
  await training.change({ optimizer: sgd({ learningRate: 1 }) });
  await losses();
  await training.reset();
  assertEquals(await losses(), first);
  await training.close();
});

Deno.test("LiveTraining.change() trains on with another learning rate", async () => {
  const training = new LiveTraining(engine, { pipeline: json, examples: examples(COUNT) });
  await training.step();
  await training.change({ optimizer: sgd({ learningRate: 1e-30 }) });
  const before = await training.network.weights();
  await training.step();
  const after = await training.network.weights();
  // Too little to change a number that is not 0.
  for (const path of ["conv1/kernel", "dense2/kernel"]) assertEquals(after[path], before[path]);
  await training.change({ optimizer: sgd({ learningRate: 0.1 }) });
  const { epoch } = await training.step();
  assertEquals(epoch, 3);
  const { data } = (await training.network.weights())["dense1/kernel"]!;
  assert(data.some((value, i) => value !== before["dense1/kernel"]!.data[i]));
});

Deno.test("LiveTraining refuses a pipeline without train, and examples that do not fit", () => {
  const untrained = JSON.parse(JSON.stringify(pipeline(input(2), dense(1))));
  assertThrows(
    () => new LiveTraining(engine, { pipeline: untrained, examples: examples(1) }),
    UserError,
    "Cannot train: expected a step train in the pipeline, found none. Add it.",
  );
  const { y, ...others } = examples(3);
  assertThrows(
    () => new LiveTraining(engine, { pipeline: json, examples: { ...others, y: y.fill(10) } }),
    UserError,
    "Cannot train: ",
  );
});

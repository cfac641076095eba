import { assert, assertEquals, assertNotEquals, assertRejects, assertThrows } from "@std/assert";
import { loopsEngine } from "../../core/engine/loops.ts";
import { Model } from "../../core/model/model.ts";
import { seededRandom } from "../../core/base/random.ts";
import type { Tensor } from "../../core/graph/tensor.ts";
import { initialWeights } from "../../core/weights/initial_weights.ts";
import { matchSaved } from "../../core/weights/match_saved.ts";
import {
  conv,
  dense,
  dropout,
  flatten,
  input,
  noise,
  normalize,
  pipeline,
  pool,
  UserError,
} from "../../dsl/mod.ts";

const net = pipeline(
  input(4, 4, 1),
  normalize(),
  conv(2, { kernel: 3, padding: "same" }),
  pool(2, { name: "half" }),
  flatten(),
  dropout(0.5),
  dense(3, "softmax"),
);
const model = () => new Model(net, loopsEngine(), initialWeights(net, seededRandom(1)));
const images = (count: number): Tensor => ({
  shape: [count, 4, 4, 1],
  data: Float32Array.from({ length: count * 16 }, (_, i) => (i * 37) % 256),
});
const row = (x: Tensor, i: number): Tensor => ({
  shape: [1, ...x.shape.slice(1)],
  data: x.data.subarray(i * 16, (i + 1) * 16),
});

Deno.test("Model.predict() gives the same for many examples as one by one", async () => {
  const use = model();
  const x = images(67); // one full chunk, and a smaller one
  const { shape, data } = await use.predict(x);
  assertEquals([...shape], [67, 3]);
  for (const i of [0, 63, 64, 66]) {
    const alone = await use.predict(row(x, i));
    assertEquals([...data.subarray(i * 3, i * 3 + 3)], [...alone.data]);
  }
});

Deno.test("Model.predict() gives probabilities, without dropout", async () => {
  const use = model();
  const { data } = await use.predict(images(2));
  for (const i of [0, 3]) {
    const sum = data[i]! + data[i + 1]! + data[i + 2]!;
    assert(Math.abs(sum - 1) < 1e-6, `the probabilities sum to ${sum}`);
  }
  assertEquals((await use.predict(images(2))).data, data);
});

Deno.test("Model.activations() gives the output of each step by its name", async () => {
  const all = await model().activations(images(2));
  assertEquals(Object.keys(all), [
    "input1",
    "normalize1",
    "conv1",
    "half",
    "flatten1",
    "dropout1",
    "dense1",
  ]);
  assertEquals([...all["half"]!.shape], [2, 2, 2, 2]);
  assertEquals(all["flatten1"]!.data, all["half"]!.data);
  assertEquals(all["normalize1"]!.data[1], Math.fround(37 / 255));
});

Deno.test("Model.activations() names the pipeline's steps when asked for another", async () => {
  const error = await assertRejects(() => model().activations(images(1), ["mixed7"]), RangeError);
  assertEquals(
    error.message,
    "Expected the name of a step (input1, normalize1, conv1, half, flatten1, dropout1, dense1), " +
      "found mixed7.",
  );
});

Deno.test("Model.load() restores the numbers that Model.save() wrote", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/weights.safetensors`;
    const first = model();
    await first.save(path);
    const second = new Model(net, loopsEngine(), initialWeights(net, seededRandom(2)));
    const x = images(3);
    const expected = await first.predict(x);
    assert((await second.predict(x)).data.some((v, i) => v !== expected.data[i]));
    await second.load(path);
    assertEquals((await second.predict(x)).data, expected.data);
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["weights.safetensors"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("Model.load() refuses a file that is missing", async () => {
  const { message } = await assertRejects(() => model().load("/nowhere/w.safetensors"), UserError);
  assertEquals(
    message,
    "Cannot read /nowhere/w.safetensors: there is no such file. Check the path.",
  );
});

const zeros = (shape: number[]): Tensor => ({
  shape,
  data: new Float32Array(shape.reduce((a, b) => a * b, 1)),
});

Deno.test("matchSaved() accepts Keras's names with a common prefix", () => {
  const weights = initialWeights(net, seededRandom(1));
  const prefixed = Object.fromEntries(
    Object.entries(weights).map(([path, tensor]) => [`sequential/${path}`, tensor]),
  );
  assertEquals(matchSaved(net, prefixed, "w.safetensors"), weights);
});

Deno.test("matchSaved() matches weights of equal shape by name, not by order", () => {
  const square = pipeline(input(2), dense(2, { name: "first" }), dense(2, { name: "second" }));
  const weights = initialWeights(square, seededRandom(1));
  assertNotEquals(weights["first/kernel"], weights["second/kernel"]);
  const reversed = Object.fromEntries(Object.entries(weights).reverse());
  assertEquals(matchSaved(square, reversed, "w.safetensors"), weights);
});

Deno.test("matchSaved() lists all weights that do not match", () => {
  const wrong = {
    "conv1/kernel": zeros([3, 3, 1, 4]),
    "conv1/bias": zeros([2]),
    "dense1/kernel": zeros([8, 3]),
    "dense2/bias": zeros([3]),
  };
  const error = assertThrows(() => matchSaved(net, wrong, "w.safetensors"), UserError);
  assertEquals(
    error.message,
    "Cannot use the weights of w.safetensors: expected conv1/kernel of shape 3x3x1x2, found " +
      "3x3x1x4; dense1/bias is missing; dense2/bias belongs to no step. " +
      "Give weights that were saved from this pipeline.",
  );
});

Deno.test("initialWeights() gives a weight the same numbers in a longer pipeline", () => {
  const longer = pipeline(
    ...net.steps.slice(0, 3),
    conv(2, { kernel: 1, name: "extra" }),
    ...net.steps.slice(3),
  );
  const [a, b] = [initialWeights(net, seededRandom(5)), initialWeights(longer, seededRandom(5))];
  assertEquals(a["dense1/kernel"], b["dense1/kernel"]);
  assertEquals(a["conv1/kernel"], b["conv1/kernel"]);
});

Deno.test("Model.predict() draws new noise for each call, the same for the same stream", async () => {
  const noisy = pipeline(input(2), noise(1, { always: true }));
  const draw = async (seed: number) => {
    const use = new Model(noisy, loopsEngine(), {}, undefined, seededRandom(seed));
    const x = { shape: [1, 2], data: Float32Array.of(0, 0) };
    return [[...(await use.predict(x)).data], [...(await use.predict(x)).data]];
  };
  const [first, again] = await draw(1);
  assertEquals(await draw(1), [first, again]);
  assertNotEquals(first, again);
  assertNotEquals((await draw(2))[0], first);
});

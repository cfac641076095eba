/** Files of weights that people have: what Keras 3 writes, and what is named as something else. */
import { fromFileUrl } from "../../core/base/paths.ts";
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { engineNames, openEngine } from "../../core/engine/open.ts";
import { Model } from "../../core/model/model.ts";
import { initialWeights } from "../../core/weights/initial_weights.ts";
import { openKerasH5 } from "../../core/weights/keras_h5.ts";
import { loadWeights } from "../../core/weights/load_weights.ts";
import { openWeights } from "../../core/weights/open_weights.ts";
import { encodeSafetensors } from "../../core/weights/safetensors.ts";
import { seededRandom } from "../../core/base/random.ts";
import {
  batchNorm,
  conv,
  dense,
  flatten,
  input,
  pipeline,
  pool,
  type Steps,
  UserError,
} from "../../dsl/mod.ts";
import own from "../cases/own.json" with { type: "json" };
import { npy, zip } from "../data/archives.ts";
import { withFolder } from "../data/server.ts";
import { file } from "./safetensors_file.ts";

const CASES = fromFileUrl(new URL("../cases/", import.meta.url));
const net = pipeline(
  input(12, 12, 1),
  conv(4, { kernel: 3, padding: "same", activation: "relu" }),
  pool(2),
  batchNorm(),
  conv(3, { kernel: 3 }),
  flatten(),
  dense(5, "softmax"),
);
const HOW = "10 weights matched by order and shape: first_filters → conv1, more_filters → conv2, " +
  "norm → batchNorm1, answer → dense1";

for (const engine of engineNames.filter((name) => name !== "auto" && name !== "webgpu")) {
  Deno.test(`Model.load() reads Keras's .keras, .weights.h5 and .h5 with names of their own on ${engine}`, async () => {
    const opened = await openEngine(engine);
    for (const name of ["own.keras", "own.weights.h5", "own.h5"]) {
      const model = new Model(net, opened, initialWeights(net, seededRandom(1)));
      assertEquals(await model.load(CASES + name), HOW);
      const x = { shape: [3, 12, 12, 1], data: Float32Array.from(own.x) };
      const { data } = await model.predict(x);
      own.y.forEach((y, i) => assert(Math.abs(y - data[i]!) < 1e-5, `${name}: ${y}, ${data[i]}`));
      await model.close();
    }
  });
}

const small = pipeline(input(4), dense(4), dense(4), dense(2));
const layer = (seed: number, inputs: number, outputs: number) => ({
  kernel: { shape: [inputs, outputs], data: new Float32Array(inputs * outputs).fill(seed) },
  bias: { shape: [outputs], data: new Float32Array(outputs).fill(seed) },
});
const named = (names: readonly string[]) =>
  encodeSafetensors(Object.fromEntries(
    names.flatMap((name, i) =>
      Object.entries(layer(i + 1, 4, i === 2 ? 2 : 4)).map(([key, tensor]) => [
        `${name}/${key}`,
        tensor,
      ])
    ),
  ));
const load = (bytes: Uint8Array, name = "w.safetensors", steps: Steps = small) =>
  withFolder(async (folder) => {
    await Deno.writeFile(`${folder}/${name}`, bytes);
    return await loadWeights(`${folder}/${name}`, steps);
  });
const sentence = async (bytes: Uint8Array, name?: string, steps?: Steps): Promise<string> => {
  const { message } = await assertRejects(() => load(bytes, name, steps), UserError);
  assert(!/\p{Cc}/u.test(message), message);
  return message.replace(/\/\S*\/(?=w\.|k\.)/, "");
};
const first = (weights: Awaited<ReturnType<typeof load>>["weights"]) =>
  ["dense1", "dense2", "dense3"].map((name) => weights[`${name}/kernel`]?.data[0]);

Deno.test("loadWeights() matches by name first, whatever the order", async () => {
  const { weights, how, renamed } = await load(named(["dense2", "dense1", "dense3"]));
  assertEquals([first(weights), how, renamed], [[2, 1, 3], "6 weights matched by name", false]);
});

Deno.test("loadWeights() matches numbered layers in the order of their numbers", async () => {
  const { weights, renamed } = await load(named(["fc_9", "fc_10", "fc_11"]));
  assertEquals([first(weights), renamed], [[1, 2, 3], true]);
});

Deno.test("loadWeights() refuses layers of the same shape whose order nothing says", async () => {
  assertEquals(
    await sentence(named(["alpha", "beta", "last"])),
    "Cannot use the weights of w.safetensors: expected the order of its layers, found none, and " +
      "alpha and beta have the same shapes; call them dense1, dense2. " +
      "Give weights that were saved from this pipeline.",
  );
});

Deno.test("loadWeights() refuses names that agree in part", async () => {
  assertMatch(
    await sentence(named(["dense1", "beta", "last"])),
    /dense2\/kernel is missing; .*beta\/bias belongs to no step and 3 more/,
  );
});

Deno.test("loadWeights() refuses numbers that are not finite", async () => {
  const bytes = named(["dense1", "dense2", "dense3"]);
  bytes.set([0, 0, 0xc0, 0x7f], bytes.length - 4);
  assertMatch(
    await sentence(bytes),
    /expected finite numbers in dense3\/kernel, found NaN at index/,
  );
});

const text = (content: string) => new TextEncoder().encode(content);
const FOREIGN: readonly [string, Uint8Array, RegExp][] = [
  [
    "w.npz",
    zip({ "arr_0.npy": npy("<f4", [1], new Uint8Array(4)) }),
    /found a NumPy archive \(\.npz\)\. Save the weights with/,
  ],
  ["w.npy", npy("<f4", [1], new Uint8Array(4)), /found a NumPy array \(\.npy\)\./],
  [
    "w.pt",
    zip({ "archive/data.pkl": text("x"), "archive/data/0": text("x") }),
    /found a PyTorch file \(\.pt, \.pth\)\. Save it with safetensors/,
  ],
  [
    "w.pth",
    Uint8Array.of(0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9),
    /found a Python pickle, as PyTorch's \.pt and \.pth are\./,
  ],
  ["w.pkl", Uint8Array.of(0x80, 4, 0x95, 0x10, 0, 0, 0, 0, 0, 0, 0), /found a Python pickle/],
  [
    "w.tflite",
    Uint8Array.of(28, 0, 0, 0, ...text("TFL3"), 0),
    /found a TensorFlow Lite model\. Save the model with Keras/,
  ],
  ["w.onnx", Uint8Array.of(8, 8, 18, 7, 112, 121), /found an ONNX model\./],
  ["w.pb", Uint8Array.of(8, 1, 18, 7, 112, 121), /found a TensorFlow graph \(\.pb\)\./],
  ["w.gguf", text("GGUF\x03\0\0\0\0"), /found a GGUF file\./],
  [
    "w.safetensors.gz",
    Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3),
    /found a gzipped file\. Unpack it first\./,
  ],
  ["w.h5", text("<!DOCTYPE html><html>"), /found a web page\. Download the file itself\./],
  ["w.h5", text("version https://git-lfs.github.com/spec/v1\n"), /found a Git LFS pointer/],
  ["w.zip", zip({ "a\nb.txt": text("x") }), /found a zip archive with "a\\nb\.txt"\. Unpack it/],
  ["w.keras", text("no zip"), /expected a zip archive with a list of its files, found none/],
];
for (const [name, bytes, expected] of FOREIGN) {
  Deno.test(`loadWeights() names ${name} that begins with ${JSON.stringify(String.fromCharCode(...bytes.slice(0, 4)))} as what it is`, async () =>
    assertMatch(await sentence(bytes, name), expected));
}

Deno.test("loadWeights() names a SavedModel and the folder of a layers model", () =>
  withFolder(async (folder) => {
    const refusal = async () =>
      (await assertRejects(() => loadWeights(folder, small), UserError)).message;
    assertMatch(await refusal(), /expected a file of weights, found a folder\. Give a file\./);
    await Deno.writeTextFile(`${folder}/model.json`, "{}");
    assertMatch(await refusal(), /found the folder of a layers model\. Give its model\.json\./);
    await Deno.writeTextFile(`${folder}/saved_model.pb`, "");
    assertMatch(await refusal(), /found a TensorFlow SavedModel\. Save the model as \.keras/);
  }));

const keras = (config: string) =>
  zip({
    "config.json": text(config),
    "model.weights.h5": Deno.readFileSync(`${CASES}own.weights.h5`),
  });
const CONFIGS: readonly [string, RegExp][] = [
  ['{"layers": [{"class_name": "Lambda"}]}', /expected layers without code, found a Lambda layer/],
  [
    '{"config": {"name": "a\\u202e", "data_format": "channels_first"}}',
    /found channels_first in "a\\u202e"/,
  ],
  [
    "[".repeat(100_000) + "]".repeat(100_000),
    /expected a description of at most 100 levels, found more/,
  ],
  ["{", /expected JSON in its config\.json, found other text/],
];
for (const [config, expected] of CONFIGS) {
  Deno.test(`loadWeights() refuses a .keras with config.json ${config.slice(0, 40)}`, async () =>
    assertMatch(await sentence(keras(config), "k.keras"), expected));
}

Deno.test("openWeights() reads a safetensors header after spaces, as the reference implementation does", async () => {
  using stored = await openWeights({
    name: "x",
    bytes: Deno.readFileSync(`${CASES}leading-space.safetensors`),
  });
  assertEquals([...await stored.tensors.get("x")!.read()], [1, 2]);
});

Deno.test("loadWeights() shows a name with a new line and colours on one line", async () => {
  const bytes = Deno.readFileSync(`${CASES}newline-in-name.safetensors`);
  assertMatch(
    await sentence(bytes, "w.safetensors", pipeline(input(1), dense(1))),
    /; "a\\nb\\u001b\[31m" belongs to no step\./,
  );
});

Deno.test("openWeights() refuses a safetensors header that is too deep, too long, or for too many numbers", async () => {
  const refusal = async (bytes: Uint8Array<ArrayBuffer>) =>
    (await assertRejects(() => openWeights({ name: "w", bytes }), UserError)).message;
  const deep = `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
  assertMatch(await refusal(file(deep) as Uint8Array<ArrayBuffer>), /expected a header in JSON/);
  const long = new Uint8Array(2 ** 24 + 100);
  new DataView(long.buffer).setBigUint64(0, 2n ** 24n + 1n, true);
  assertMatch(
    await refusal(long),
    /expected a header of at most 16,777,216 bytes, found a length of 16,777,217/,
  );
});

Deno.test("openKerasH5() ends a library that does not answer, with a sentence", async () => {
  const bytes = Deno.readFileSync(`${CASES}own.h5`);
  const error = await assertRejects(
    () => openKerasH5({ name: "w.h5", bytes }, undefined, { start: 1, silence: 1, total: 1 }),
    UserError,
  );
  assertEquals(
    error.message,
    "Cannot read w.h5: the file is damaged: the HDF5 library did not answer within 0.001 s. " +
      "Save or download the file again.",
  );
});

Deno.test({
  name: "openKerasH5() needs no permission but to read the project",
  permissions: { read: [new URL("../../", import.meta.url)] },
  async fn() {
    using stored = await openKerasH5({ name: "w.h5", bytes: Deno.readFileSync(`${CASES}own.h5`) });
    assertEquals(stored.tensors.size, 10);
  },
});

Deno.test("openWeights() reads or refuses 60 damaged files of Keras, each with one sentence in time", async () => {
  const random = seededRandom(7);
  let refused = 0;
  for (let i = 0; i < 60; i++) {
    const name = ["own.h5", "own.weights.h5", "own.keras"][i % 3]!;
    const whole = Deno.readFileSync(CASES + name);
    const bytes = i % 4 === 0 ? whole.slice(0, random.below(whole.length)) : whole;
    for (let k = 0; k < 20 && bytes.length > 0; k++) {
      bytes[random.below(Math.min(bytes.length, k % 2 ? 4096 : bytes.length))] = random.below(256);
    }
    const began = performance.now();
    try {
      using stored = await openWeights({ name, bytes });
      for (const { read } of stored.tensors.values()) await read();
    } catch (error) {
      assert(error instanceof UserError, `${i}: ${error}`);
      assert(!/\p{Cc}/u.test(error.message), error.message);
      refused++;
    }
    // The reader's own deadline is 10 s in all; a loaded machine may take that long for one.
    assert(performance.now() - began < 15_000, `${i} took ${performance.now() - began} ms`);
  }
  assert(refused > 30, `${refused}`);
});

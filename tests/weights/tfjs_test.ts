/** TensorFlow.js layers models: what is read, and what is refused. */
import { assertEquals, assertRejects } from "@std/assert";
import { openTfjs } from "../../core/weights/tfjs_layers.ts";
import { UserError } from "../../dsl/errors.ts";
import { withFolder } from "../data/server.ts";

type Json = Readonly<Record<string, unknown>>;

const encode = (text: string) => new TextEncoder().encode(text);
const kernel: Json = { name: "conv2d_1/kernel", shape: [2], dtype: "float32" };
const group = (weights: unknown, paths: unknown = ["shard"]): Json => ({ paths, weights });
const model = (...groups: unknown[]): Json => ({ weightsManifest: groups });

/** Opens `model.json` with these files beside it. */
const open = (json: unknown, files: Readonly<Record<string, Uint8Array>> = {}) =>
  withFolder(async (folder) => {
    for (const [name, bytes] of Object.entries(files)) {
      await Deno.writeFile(`${folder}/${name}`, bytes);
    }
    const name = `${folder}/model.json`;
    const bytes = typeof json === "string" ? encode(json) : encode(JSON.stringify(json));
    try {
      return await openTfjs({ name, bytes });
    } catch (error) {
      if (error instanceof UserError) throw new UserError(error.message.replaceAll(folder, "DIR"));
      throw error;
    }
  });
const bytesOf = (numbers: ArrayLike<number>) => new Uint8Array(Float32Array.from(numbers).buffer);

Deno.test("openTfjs() reads floats from shards that cut a number in two", async () => {
  const all = bytesOf([1, -2.5]);
  const { tensors } = await open(model(group([kernel], ["a", "b"])), {
    a: all.slice(0, 3),
    b: all.slice(3),
  });
  assertEquals([...await tensors.get("conv2d_1/kernel")!.read()], [1, -2.5]);
});

const quantized = (dtype: string, more: Json = {}): Json => ({
  ...kernel,
  quantization: { dtype, min: -1, scale: 0.5, ...more },
});

Deno.test("openTfjs() gives the numbers that 8 and 16 bits mean", async () => {
  const numbers = async (
    weight: Json,
    bytes: Uint8Array,
  ) => [
    ...await (await open(model(group([weight])), { shard: bytes })).tensors
      .get("conv2d_1/kernel")!.read(),
  ];
  assertEquals(await numbers(quantized("uint8"), Uint8Array.of(0, 255)), [-1, 126.5]);
  assertEquals(await numbers(quantized("uint16"), Uint8Array.of(1, 0, 0, 1)), [-0.5, 127]);
  const half = { ...kernel, quantization: { dtype: "float16" } };
  assertEquals(await numbers(half, Uint8Array.of(0, 0x3c, 0, 0xc0)), [1, -2]);
});

Deno.test("openTfjs() reads several groups", async () => {
  const second = { name: "conv2d_1/bias", shape: [], dtype: "int32" };
  const { tensors } = await open(model(group([kernel]), group([second], ["more"])), {
    shard: bytesOf([1, 2]),
    more: Uint8Array.of(7, 0, 0, 0),
  });
  assertEquals([...await tensors.get("conv2d_1/bias")!.read()], [7]);
});

const withWeight = (more: Json) => model(group([{ ...kernel, ...more }]));
const FINE = { shard: bytesOf([1, 2]) };
const lambda = { class_name: "Lambda", config: { function: ["4wEAAAA=", null, null] } };
const nested = (depth: number): unknown => depth === 0 ? {} : [nested(depth - 1)];

const MALFORMED: readonly [string, unknown, string][] = [
  ["no JSON", "{", "expected JSON (UTF-8), found other bytes"],
  ["an empty file", "", "expected JSON (UTF-8), found other bytes"],
  ["a list", [], "expected a layers model, found []"],
  ["null", null, "expected a layers model, found null"],
  [
    "a graph model",
    { format: "graph-model" },
    'expected the format "layers-model", found "graph-model"',
  ],
  ["no manifest", {}, "expected a list of groups in weightsManifest, found nothing"],
  ["an empty manifest", model(), "expected a list of groups in weightsManifest, found []"],
  ["a group that is a number", model(1), "group 1: expected an object, found 1"],
  [
    "paths that are a text",
    model(group([kernel], "shard")),
    'group 1: expected a list of file names in paths, found "shard"',
  ],
  [
    "a path that is a number",
    model(group([kernel], [1])),
    "group 1: expected a list of file names in paths, found [1]",
  ],
  ...[
    "../shard",
    "a/../../shard",
    "/etc/passwd",
    "..\\shard",
    "C:shard",
    "http://x/y",
    "",
    "a//b",
    "./a",
  ]
    .map((path): [string, unknown, string] => [
      `the file name "${path}"`,
      model(group([kernel], [path])),
      `group 1: expected files in the model's own folder, found ${JSON.stringify(path)}`,
    ]),
  ["no weights", model({ paths: ["shard"] }), "group 1: expected a list of weights, found nothing"],
  [
    "a weight without a name",
    model(group([{ shape: [2], dtype: "float32" }])),
    'expected weights with a name, found {"shape":[2],"dtype":"float32"}',
  ],
  [
    "a name given twice",
    model(group([kernel, kernel])),
    'expected "conv2d_1/kernel" once, found it twice',
  ],
  [
    "a negative size",
    withWeight({ shape: [-2] }),
    'weight "conv2d_1/kernel": expected a shape of whole numbers, found [-2]',
  ],
  [
    "no shape",
    withWeight({ shape: null }),
    'weight "conv2d_1/kernel": expected a shape of whole numbers, found null',
  ],
  [
    "a size beyond everything",
    withWeight({ shape: [2 ** 40, 2 ** 40] }),
    "group 1: expected at most 2,147,483,648 bytes, found more",
  ],
  [
    "an unknown dtype",
    withWeight({ dtype: "string" }),
    'weight "conv2d_1/kernel": expected a dtype of float32, int32, bool, found "string"',
  ],
  [
    "a dtype that is an object's own word",
    withWeight({ dtype: "constructor" }),
    'weight "conv2d_1/kernel": expected a dtype of float32, int32, bool, found "constructor"',
  ],
  [
    "a quantization that is none",
    withWeight({ quantization: 8 }),
    'weight "conv2d_1/kernel": expected a quantization object, found 8',
  ],
  [
    "an unknown quantization",
    model(group([quantized("uint4")])),
    'weight "conv2d_1/kernel": expected a quantization of uint8, uint16, float16, found "uint4"',
  ],
  [
    "a scale that is no number",
    model(group([quantized("uint8", { scale: null })])),
    'weight "conv2d_1/kernel": expected a finite min and scale, found -1 and null',
  ],
  [
    "a Lambda layer",
    {
      modelTopology: { model_config: { config: { layers: [lambda] } } },
      ...model(group([kernel])),
    },
    "expected layers without code, found a Lambda layer",
  ],
  [
    "a description without end",
    { modelTopology: nested(200), ...model(group([kernel])) },
    "expected a description of at most 100 levels, found more",
  ],
];
for (const [what, json, problem] of MALFORMED) {
  Deno.test(`openTfjs() refuses ${what}`, async () => {
    const { message } = await assertRejects(() => open(json, FINE), UserError);
    assertEquals(
      message,
      `Cannot read DIR/model.json: ${problem}. Save or download the file again.`,
    );
  });
}

Deno.test("openTfjs() names the file that is missing", async () => {
  const { message } = await assertRejects(
    () => open(model(group([kernel], ["shard", "second"])), FINE),
    UserError,
  );
  assertEquals(
    message,
    "Cannot read DIR/second, which DIR/model.json names: there is no such file. Check the path.",
  );
});

for (const [what, bytes] of [["short", 7], ["long", 9]] as const) {
  Deno.test(`openTfjs() refuses a file that is too ${what}`, async () => {
    const { message } = await assertRejects(
      () => open(model(group([kernel])), { shard: new Uint8Array(bytes) }),
      UserError,
    );
    assertEquals(
      message,
      `Cannot read DIR/model.json: expected 8 bytes in shard, found ${bytes}. Download the files again.`,
    );
  });
}

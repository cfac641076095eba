/** Keras's .h5, written here in Keras's layout: what is read, and what is refused. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { hdf5, type Hdf5Group } from "../../core/weights/hdf5.ts";
import { openKerasH5 } from "../../core/weights/keras_h5.ts";
import { matchStored } from "../../core/weights/match_stored.ts";
import { UserError } from "../../dsl/errors.ts";

const library = await hdf5();

/** The bytes of a file that `write` fills. */
function h5(write: (root: Hdf5Group) => void): Uint8Array {
  const path = `${crypto.randomUUID()}.h5`;
  const file = new library.File(path, "w");
  write(file);
  file.close();
  const bytes = library.FS!.readFile(path).slice();
  library.FS!.unlink(path);
  return bytes;
}

/** A layer as Keras writes it: `conv2d_1/conv2d_1/kernel:0`. */
function layer(
  root: Hdf5Group,
  name: string,
  weights: Readonly<Record<string, [number[], number[]]>>,
) {
  const group = root.create_group(name);
  group.create_attribute("weight_names", Object.keys(weights).map((key) => `${name}/${key}:0`));
  const inner = group.create_group(name);
  for (const [key, [shape, data]] of Object.entries(weights)) {
    inner.create_dataset({ name: `${key}:0`, data: Float32Array.from(data), shape, dtype: "<f4" });
  }
}

const open = (bytes: Uint8Array) =>
  openKerasH5({ name: "w.h5", bytes: bytes as Uint8Array<ArrayBuffer> });

const two = h5((root) => {
  root.create_attribute("layer_names", ["conv2d_2", "conv2d_1"]);
  root.create_attribute("backend", "tensorflow");
  layer(root, "conv2d_2", { kernel: [[2], [3, 4]] });
  layer(root, "conv2d_1", { kernel: [[1, 2], [1, 2]], bias: [[1], [5]] });
});

Deno.test("openKerasH5() reads names, shapes and numbers", async () => {
  using stored = await open(two);
  assertEquals([...stored.tensors.keys()], [
    "conv2d_1/conv2d_1/bias:0",
    "conv2d_1/conv2d_1/kernel:0",
    "conv2d_2/conv2d_2/kernel:0",
  ]);
  const kernel = stored.tensors.get("conv2d_1/conv2d_1/kernel:0")!;
  assertEquals([[...kernel.shape], [...await kernel.read()]], [[1, 2], [1, 2]]);
});

Deno.test("openKerasH5() reads layers that matchStored() matches with the network's names", async () => {
  using stored = await open(two);
  const needed = [
    { path: "conv2d/kernel", shape: [1, 2] },
    { path: "conv2d/bias", shape: [1] },
    { path: "conv2d_1/kernel", shape: [2] },
  ];
  const { weights } = await matchStored(stored, needed, "a network");
  assertEquals(
    Object.entries(weights).map(([path, { data }]) => `${path} ${data.join()}`),
    ["conv2d/kernel 1,2", "conv2d/bias 5", "conv2d_1/kernel 3,4"],
  );
});

Deno.test("openKerasH5() reads the weights of a file with a whole model, not its optimizer's", async () => {
  using stored = await open(h5((root) => {
    root.create_attribute("model_config", JSON.stringify({ class_name: "Functional" }));
    layer(root.create_group("model_weights"), "block1_conv1", { kernel: [[1], [7]] });
    layer(root.create_group("optimizer_weights"), "adam", { kernel: [[1], [8]] });
  }));
  assertEquals([...stored.tensors.keys()], ["model_weights/block1_conv1/block1_conv1/kernel:0"]);
});

Deno.test("openKerasH5() reads 64-bit, chunked and packed numbers", async () => {
  using stored = await open(h5((root) => {
    const dataset = { shape: [4], data: Float64Array.of(1, 2, 3, 4), dtype: "<f8" };
    root.create_dataset({
      ...dataset,
      name: "kernel:0",
      chunks: [2],
      compression: "gzip",
      compression_opts: [4],
    });
  }));
  assertEquals([...await stored.tensors.get("kernel:0")!.read()], [1, 2, 3, 4]);
});

const linked = (write: (root: Hdf5Group) => void) =>
  h5((root) => {
    layer(root, "conv2d_1", { kernel: [[1], [1]] });
    write(root);
  });
const configured = (config: string) =>
  linked((root) => root.create_attribute("model_config", config));
const deep = (depth: number) =>
  h5((root) => {
    let group = root;
    for (let i = 0; i < depth; i++) group = group.create_group("g");
  });
const damaged = (text: string) => `${text} is damaged or not HDF5. Download the file again`;
const again = (text: string) => `${text}. Save or download the file again`;

const MALFORMED: readonly [string, Uint8Array, string][] = [
  ["an empty file", new Uint8Array(), damaged("the file")],
  ["a file of zeros", new Uint8Array(4096), damaged("the file")],
  ["a signature alone", two.slice(0, 8), damaged("the file")],
  ["half a superblock", two.slice(0, 50), damaged("the file")],
  ["a file cut in the middle", two.slice(0, two.length >> 1), damaged("the file")],
  ["a file that lost its last byte", two.slice(0, -1), damaged("the file")],
  [
    "a file without data",
    h5((root) => root.create_group("conv2d_1")),
    again("expected Keras's weights, found none"),
  ],
  [
    "an external link",
    linked((root) => root.create_external_link("/etc/passwd", "/x", "conv2d_2")),
    again('expected weights in the file itself, found a link to another file at "/conv2d_2"'),
  ],
  [
    "a soft link",
    linked((root) => root.create_soft_link("/conv2d_1", "conv2d_2")),
    again('expected weights in the file itself, found a soft link at "/conv2d_2"'),
  ],
  [
    "a soft link to nowhere",
    linked((root) => root.create_soft_link("/nowhere", "conv2d_2")),
    again('expected weights in the file itself, found a soft link at "/conv2d_2"'),
  ],
  [
    "a soft link in place of the weights of a whole model",
    linked((root) => root.create_soft_link("/conv2d_1", "model_weights")),
    again('expected weights in the file itself, found a soft link at "/model_weights"'),
  ],
  [
    "a group that holds itself",
    linked((root) => root.create_hard_link("/conv2d_1", "conv2d_1/again")),
    again("expected groups of at most 10 levels, found more"),
  ],
  ["groups without end", deep(20), again("expected groups of at most 10 levels, found more")],
  [
    "a Lambda layer",
    configured(JSON.stringify({ config: { layers: [{ class_name: "Lambda" }] } })),
    again("expected layers without code, found a Lambda layer"),
  ],
  [
    "a description that is not JSON",
    configured("{"),
    again("expected JSON in its model_config, found other text"),
  ],
  [
    "a description that is a number",
    linked((root) => root.create_attribute("model_config", 3)),
    again("expected text in its model_config, found another type"),
  ],
];
for (const [what, bytes, problem] of MALFORMED) {
  Deno.test(`openKerasH5() refuses ${what}`, async () => {
    const { message } = await assertRejects(() => open(bytes), UserError);
    assertEquals(message, `Cannot read w.h5: ${problem}.`);
  });
}

Deno.test("openKerasH5() refuses numbers that are no floats when they are read", async () => {
  using stored = await open(
    h5((root) =>
      root.create_dataset({ name: "kernel:0", data: Int32Array.of(1), shape: [1], dtype: "<i4" })
    ),
  );
  const { message } = await assertRejects(
    () => stored.tensors.get("kernel:0")!.read(),
    UserError,
  );
  assertEquals(
    message,
    'Cannot read w.h5: expected 32- or 64-bit floats at "/kernel:0", found another type. ' +
      "Save or download the file again.",
  );
});

Deno.test("openKerasH5() allocates no memory for a shape without numbers", async () => {
  // 2⁴⁰ numbers that were never written take no room in a file of chunks.
  using stored = await open(h5((root) =>
    root.create_group("conv2d_1").create_dataset({
      name: "kernel:0",
      data: Float32Array.of(1),
      shape: [1],
      maxshape: [null],
      chunks: [1024],
      dtype: "<f4",
    }).resize([2 ** 40])
  ));
  const needed = [{ path: "conv2d/kernel", shape: [3] }];
  const { message } = await assertRejects(
    () => matchStored(stored, needed, "a network"),
    UserError,
  );
  assertEquals(
    message,
    "Cannot use the weights of w.h5: expected conv2d/kernel of shape 3, found 1099511627776. " +
      "Give weights of a network.",
  );
});

Deno.test("openKerasH5() refuses or reads a file with any wrong byte", async () => {
  // A wrong byte that is not noticed must still give numbers; a crash or a hang would fail here.
  let refused = 0;
  for (let at = 0; at < two.length; at += 149) {
    const bytes = two.slice();
    bytes[at]! ^= 0xff;
    try {
      using stored = await open(bytes);
      for (const { read } of stored.tensors.values()) await read();
    } catch (error) {
      assert(error instanceof UserError, `byte ${at}: ${error}`);
      refused++;
    }
  }
  assert(refused > 3, `${refused} were refused`);
});

import { assertEquals } from "@std/assert";
import { decodeSafetensors, encodeSafetensors } from "../../core/weights/safetensors.ts";
import type { Tensor } from "../../core/graph/tensor.ts";
import * as vocabulary from "../../dsl/words.ts";
import { convlab, mistake, type ProcessResult, withFolder } from "./convlab.ts";

const POOL = {
  convlab: 1,
  steps: [{ step: "input", shape: [2, 2, 1] }, { step: "pool", size: 2 }],
};
const DENSE = {
  convlab: 1,
  steps: [{ step: "input", shape: [2] }, { step: "dense", units: 1 }],
};
const X: Tensor = { shape: [1, 2, 2, 1], data: Float32Array.of(1, 4, 3, 2) };

/** Runs `eval` in a folder with p.json and x.safetensors, and passes `check` what it printed and written. */
async function evaluate(
  { pipeline = POOL, x = { x: X }, extra = [], weights }: {
    pipeline?: unknown;
    x?: Record<string, Tensor>;
    extra?: readonly string[];
    weights?: Record<string, Tensor>;
  },
  check: (
    result: ProcessResult,
    written: Record<string, Tensor> | undefined,
    folder: string,
  ) => void,
): Promise<void> {
  await withFolder(async (folder) => {
    const text = typeof pipeline === "string" ? pipeline : JSON.stringify(pipeline);
    await Deno.writeTextFile(`${folder}/p.json`, text);
    await Deno.writeFile(`${folder}/x.safetensors`, encodeSafetensors(x));
    if (weights) await Deno.writeFile(`${folder}/w.safetensors`, encodeSafetensors(weights));
    const result = await convlab(
      [
        "eval",
        `${folder}/p.json`,
        ...["--input", `${folder}/x.safetensors`, "--output", `${folder}/y.safetensors`],
        ...["--engine", "loops"],
        ...weights ? ["--weights", `${folder}/w.safetensors`] : [],
        ...extra,
      ],
      ["--allow-env", "--allow-read", "--allow-write"],
    );
    const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
    const written = names.includes("y.safetensors")
      ? decodeSafetensors(await Deno.readFile(`${folder}/y.safetensors`), "y").tensors
      : undefined;
    const given = ["p.json", "w.safetensors", "x.safetensors", "y.safetensors"];
    assertEquals(names.filter((name) => !given.includes(name)), [], "something is left behind");
    check(result, written, folder);
  });
}

const refuses = (
  what: Parameters<typeof evaluate>[0],
  sentence: (folder: string) => string,
): Promise<void> =>
  evaluate(what, (result, written, folder) => {
    assertEquals(result, mistake(sentence(folder)));
    assertEquals(written, undefined);
  });

Deno.test("eval writes y", () =>
  evaluate({}, (result, written) => {
    assertEquals(result, { code: 0, stdout: "", stderr: "" });
    assertEquals(written, { y: { shape: [1, 1, 1, 1], data: Float32Array.of(4) } });
  }));

Deno.test("eval --grad writes dx and a gradient for every weight", () =>
  evaluate({
    pipeline: DENSE,
    x: {
      x: { shape: [1, 2], data: Float32Array.of(3, 5) },
      dy: { shape: [1, 1], data: Float32Array.of(2) },
    },
    weights: {
      "dense1/kernel": { shape: [2, 1], data: Float32Array.of(10, 20) },
      "dense1/bias": { shape: [1], data: Float32Array.of(1) },
    },
    extra: ["--grad"],
  }, (result, written) => {
    assertEquals(result.code, 0, result.stderr);
    assertEquals(written, {
      "ddense1/bias": { shape: [1], data: Float32Array.of(2) },
      "ddense1/kernel": { shape: [2, 1], data: Float32Array.of(6, 10) },
      dx: { shape: [1, 2], data: Float32Array.of(20, 40) },
      y: { shape: [1, 1], data: Float32Array.of(131) },
    });
  }));

Deno.test("eval says that weights are random", () =>
  evaluate({
    pipeline: DENSE,
    x: { x: { shape: [1, 2], data: Float32Array.of(3, 5) } },
    extra: ["--seed", "7"],
  }, ({ code, stderr }, written) => {
    assertEquals([code, stderr], [
      0,
      "Without --weights: 2 weights are drawn at random from seed 7.\n",
    ]);
    assertEquals(written?.["y"]?.shape, [1, 1]);
  }));

Deno.test("eval refuses what is not JSON", () =>
  refuses(
    { pipeline: "[1," },
    (folder) =>
      `Cannot read ${folder}/p.json: expected JSON, found Unexpected end of JSON input. Correct the file.`,
  ));

Deno.test("eval refuses a key given twice", () =>
  refuses(
    { pipeline: '{"convlab": 1, "convlab": 1, "steps": []}' },
    (folder) =>
      `Cannot read ${folder}/p.json: expected "convlab" once, found it twice. Remove one.`,
  ));

Deno.test("eval refuses an unknown step", () =>
  refuses(
    { pipeline: { convlab: 1, steps: [{ step: "input", shape: [2] }, { step: "convolve" }] } },
    (folder) =>
      `${folder}/p.json: steps[1].step: expected the name of a step (${
        Object.keys(vocabulary).join(", ")
      }), found "convolve"`,
  ));

Deno.test("eval refuses steps that do not fit together", () =>
  refuses(
    {
      pipeline: {
        convlab: 1,
        steps: [{ step: "input", shape: [2, 2, 1] }, { step: "pool", size: 3 }],
      },
    },
    (folder) =>
      `${folder}/p.json: Cannot run step 2 (pool): pool: a 3x3 window does not fit into 2x2; ` +
      "use a smaller window or padding same",
  ));

Deno.test("eval refuses a pipeline that begins with a data set", () =>
  refuses(
    { pipeline: { convlab: 1, steps: [{ step: "load", dataset: "fashion-mnist" }] } },
    (folder) =>
      `Cannot run ${folder}/p.json: expected input as its first step, found load. ` +
      'Begin with { "step": "input", … }.',
  ));

Deno.test("eval refuses an input without x", () =>
  refuses(
    { x: { image: X } },
    (folder) =>
      `Cannot use ${folder}/x.safetensors: expected a tensor x, found image. ` +
      "Save it under that name.",
  ));

Deno.test("eval --grad refuses an input without dy", () =>
  refuses(
    { extra: ["--grad"] },
    (folder) =>
      `Cannot use ${folder}/x.safetensors: expected a tensor dy, found x. Save it under that name.`,
  ));

Deno.test("eval refuses an x of another shape", () =>
  refuses(
    { x: { x: { shape: [1, 3, 2, 1], data: new Float32Array(6) } } },
    () =>
      "Cannot apply the pipeline: expected x of shape [batch]x2x2x1, found 1x3x2x1. " +
      "Give a tensor of that shape.",
  ));

Deno.test("eval refuses weights of another pipeline", () =>
  refuses(
    {
      pipeline: DENSE,
      x: { x: { shape: [1, 2], data: Float32Array.of(3, 5) } },
      weights: { "dense1/kernel": { shape: [3, 1], data: new Float32Array(3) } },
    },
    (folder) =>
      `Cannot use the weights of ${folder}/w.safetensors: expected dense1/kernel of shape 2x1, ` +
      "found 3x1; dense1/bias is missing. Give weights that were saved from this pipeline.",
  ));

Deno.test("eval refuses to write over its input", () =>
  withFolder(async (folder) => {
    const file = `${folder}/x.safetensors`;
    assertEquals(
      await convlab(["eval", "p.json", "--input", file, "--output", file]),
      mistake(
        `Cannot write ${file}: expected another file than --input, found the same. ` +
          "Give --output another name.",
      ),
    );
  }));

Deno.test("eval refuses a file that does not exist", () =>
  withFolder(async (folder) => {
    const [p, x, y] = ["p.json", "x.safetensors", "y.safetensors"].map((f) => `${folder}/${f}`);
    assertEquals(
      await convlab(["eval", p!, "--input", x!, "--output", y!]),
      mistake(`Cannot read ${p}: there is no such file. Check the path.`),
    );
  }));

/** A small input from the folder of cases, and what is refused about it. */
const sizes: [file: string, shape: number[], sentence: string][] = [
  [
    "pipeline-dense-1e9.json",
    [1, 10],
    "Cannot build the pipeline: expected to need at most 2 GiB of memory, found 3.73 GiB or more, " +
    "mostly for the output of dense1, 1x1000000000.",
  ],
  [
    "pipeline-kernel-1e4-same.json",
    [1, 8, 8, 1],
    "Cannot apply the pipeline: expected to need at most 2 GiB of memory, found 24.2 GiB or more, " +
    "mostly for the windows of the convolution to 1x8x8x1.",
  ],
];

for (const [file, shape, sentence] of sizes) {
  Deno.test(`eval refuses ${file} before it allocates anything`, async () => {
    const text = await Deno.readTextFile(new URL(`../cases/${file}`, import.meta.url));
    const x = { shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) };
    await refuses(
      { pipeline: text, x: { x } },
      () =>
        `${sentence} Make its sizes or the batch smaller, or allow this machine's memory with ` +
        "--allow-sys=systemMemoryInfo.",
    );
  });
}

Deno.test("eval refuses the case of a resize to 100,000 pixels, as written and with its fields", async () => {
  const text = await Deno.readTextFile(
    new URL("../cases/pipeline-resize-1e5.json", import.meta.url),
  );
  const x = { x: { shape: [1, 8, 8, 1], data: new Float32Array(64) } };
  await refuses(
    { pipeline: text, x },
    (folder) => `${folder}/p.json: steps[1].size: resize has no such field`,
  );
  await refuses(
    { pipeline: text.replace('"size": [100000, 100000]', '"height": 100000, "width": 100000'), x },
    () =>
      "Cannot build the pipeline: expected to need at most 2 GiB of memory, found 37.3 GiB or " +
      "more, mostly for the output of resize1, 1x100000x100000x1. Make its sizes or the batch " +
      "smaller, or allow this machine's memory with --allow-sys=systemMemoryInfo.",
  );
});

Deno.test("eval refuses the case of a softmax that is forgotten", async () => {
  const text = await Deno.readTextFile(
    new URL("../cases/pipeline-softmax-forgotten.json", import.meta.url),
  );
  await refuses(
    { pipeline: text },
    (folder) =>
      `${folder}/p.json: Cannot run step 4 (train): train: the loss takes probabilities, but the ` +
      "last step ends in linear; end it in softmax, or give the loss { fromLogits: true }",
  );
});

Deno.test("eval refuses a pipeline of 100,000 steps, and one nested 100,000 deep", async () => {
  const source = { step: "input", shape: [2, 2, 1] };
  const steps = [source, ...Array(100_000).fill({ step: "flatten" })];
  await refuses(
    { pipeline: { convlab: 1, steps } },
    (folder) =>
      `${folder}/p.json: steps[10000]: a pipeline has at most 10000 steps; leave out some`,
  );
  const nested = '{"step":"branches","parts":[['.repeat(100_000) + "]]}".repeat(100_000);
  await refuses(
    { pipeline: `{"convlab":1,"steps":[${JSON.stringify(source)},${nested}]}` },
    (folder) =>
      `Cannot read ${folder}/p.json: expected JSON, found more than 100 levels. Correct the file.`,
  );
});

Deno.test("eval computes a pipeline of 3,000 steps", async () => {
  const source = { step: "input", shape: [2, 2, 1] };
  const relus = Array(2_999).fill({ step: "activate", activation: "relu" });
  await evaluate({ pipeline: { convlab: 1, steps: [source, ...relus] } }, (said, wrote) => {
    assertEquals(said.code, 0);
    assertEquals([...wrote?.["y"]?.data ?? []], [1, 4, 3, 2]);
  });
});

Deno.test("eval compares x before it draws weights, and names a number that is not finite", async () => {
  const x = { shape: [1, 2], data: Float32Array.of(1, NaN) };
  await refuses(
    { pipeline: DENSE, x: { x } },
    () =>
      "Cannot apply the pipeline: expected finite numbers in x, found NaN in example 0 at [1] " +
      "(counted from 0). Correct it or leave it out.",
  );
  await refuses(
    { pipeline: DENSE, x: { x: { shape: [2, 1], data: new Float32Array(2) } } },
    () =>
      "Cannot apply the pipeline: expected x of shape [batch]x2, found 2x1. Give a tensor of that " +
      "shape.",
  );
});

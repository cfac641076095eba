/** Features of a frozen base: computed once, cached under everything on which they depend. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { loopsEngine } from "../../core/engine/loops.ts";
import { FeatureCache } from "../../core/transfer/feature_cache.ts";
import { features, splitFrozen } from "../../core/transfer/features.ts";
import { seededRandom } from "../../core/base/random.ts";
import { initialWeights } from "../../core/weights/initial_weights.ts";
import {
  augment,
  batchNorm,
  conv,
  dense,
  dropout,
  flatten,
  frozen,
  input,
  meanSquaredError,
  noise,
  normalize,
  pipeline,
  sgd,
  stepNames,
  train,
  UserError,
} from "../../dsl/mod.ts";
import { list, withFolder } from "../data/server.ts";

const end = train({ epochs: 1, optimizer: sgd(), loss: meanSquaredError() });
const body = [conv(2, { kernel: 2 }), batchNorm(), dropout(0.5)];
const whole = pipeline(
  input(2, 2, 1),
  normalize(),
  frozen(body, { name: "base" }),
  flatten(),
  dense(1, "sigmoid"),
  end,
);
const { base, head } = splitFrozen(whole)!;
const weights = initialWeights(base, seededRandom(1));
const engine = loopsEngine();
/** Two images, the first of them twice. */
const x = {
  shape: [3, 2, 2, 1],
  data: Uint8Array.of(0, 51, 102, 153, 255, 204, 0, 51, 0, 51, 102, 153),
};
const get = (cacheDir: string | false, more: Partial<Parameters<typeof features>[2]> = {}) =>
  features(base, x, { engine, weights, cacheDir, ...more });

Deno.test("splitFrozen() splits after the last frozen step", () => {
  assertEquals(stepNames(base), ["input1", "normalize1", "base"]);
  assertEquals(head.toJSON().steps[0], { step: "input", shape: [1, 1, 2] });
  assertEquals(stepNames(head), ["input1", "flatten1", "dense1", "train1"]);
});

Deno.test("splitFrozen() gives undefined where a step before the frozen one learns or is random", () => {
  const cuts = [
    pipeline(input(4, 4, 1), flatten(), dense(1), end),
    pipeline(
      input(4, 4, 1),
      conv(1, { kernel: 1 }),
      frozen([conv(1, { kernel: 1 })]),
      flatten(),
      dense(1),
      end,
    ),
    pipeline(
      input(4, 4, 1),
      augment({ flip: "horizontal" }),
      frozen([conv(1, { kernel: 1 })]),
      flatten(),
      dense(1),
      end,
    ),
    pipeline(
      input(4, 4, 1),
      batchNorm(),
      frozen([conv(1, { kernel: 1 })]),
      flatten(),
      dense(1),
      end,
    ),
  ].map(splitFrozen);
  assertEquals(cuts, [undefined, undefined, undefined, undefined]);
});

Deno.test("features() gives the base's output in half precision", async () => {
  const { features: { shape, data }, computed } = await get(false);
  assertEquals([[...shape], computed], [[3, 1, 1, 2], 2]);
  const kernel = weights["conv1/kernel"]!.data;
  // One window of four pixels per channel, pixel/255, then (x − 0)/√(1 + 0.001).
  for (const [i, pixels] of [[0, 0.2, 0.4, 0.6], [1, 0.8, 0, 0.2], [0, 0.2, 0.4, 0.6]].entries()) {
    for (const channel of [0, 1]) {
      const sum = pixels.reduce((all, pixel, k) => all + pixel * kernel[2 * k + channel]!, 0);
      const error = Math.abs(data[2 * i + channel]! - sum / Math.sqrt(1.001));
      assert(error <= 2 ** -11 * Math.abs(sum) + 1e-6, `off by ${error}`);
    }
  }
});

Deno.test("features() reads the second time what it computed the first time", () =>
  withFolder(async (folder) => {
    const seen: string[] = [];
    const onProgress = (done: number, count: number) => seen.push(`${done}/${count}`);
    const first = await get(folder, { onProgress });
    const second = await get(folder, { onProgress });
    assertEquals([first.computed, second.computed], [2, 0]);
    assertEquals(second.features, first.features);
    assertEquals(seen, ["1/3", "3/3", "3/3"]);
    assertEquals(list(`${folder}/features`).length, 1);
  }));

Deno.test("features() computes only new examples", () =>
  withFolder(async (folder) => {
    await get(folder);
    const data = x.data.slice();
    data[0] = 9;
    const more = await features(base, { shape: x.shape, data }, {
      engine,
      weights,
      cacheDir: folder,
    });
    assertEquals(more.computed, 1);
  }));

Deno.test("features() computes again for other weights, steps, types of numbers and engines", () =>
  withFolder(async (folder) => {
    await get(folder);
    const changed = { ...weights, "conv1/bias": { shape: [2], data: Float32Array.of(0, 1) } };
    const other = splitFrozen(
      pipeline(
        input(2, 2, 1),
        normalize({ range: [-1, 1] }),
        frozen(body),
        flatten(),
        dense(1),
        end,
      ),
    )!.base;
    const options = { engine, weights, cacheDir: folder };
    const computed = [
      await get(folder, { weights: changed }),
      await get(folder, { engine: { ...engine, version: "next" } }),
      await features(other, x, options),
      await features(base, { shape: x.shape, data: Float32Array.from(x.data) }, options),
    ].map((found) => found.computed);
    assertEquals(computed, [2, 2, 2, 2]);
    assertEquals(list(`${folder}/features`).length, 5);
  }));

Deno.test("features() computes again what is damaged on disk", () =>
  withFolder(async (folder) => {
    const { file, features: first } = await get(folder);
    const bytes = await Deno.readFile(file!);
    assertEquals(bytes.length, 2 * (32 + 2 * 2 + 8));
    bytes[33]! ^= 1;
    // The second record lost its end, as when the machine stopped while it was written.
    await Deno.writeFile(file!, bytes.slice(0, -3));
    const again = await get(folder);
    assertEquals([again.computed, again.features], [2, first]);
    assertEquals((await get(folder)).computed, 0);
  }));

Deno.test("features() keeps computed features when it is stopped", () =>
  withFolder(async (folder) => {
    const stop = new AbortController();
    const data = Uint8Array.from({ length: 4 * 40 }, (_, i) => i);
    const many = { shape: [40, 2, 2, 1], data };
    const options = { engine, weights, cacheDir: folder };
    await assertRejects(() =>
      features(base, many, {
        ...options,
        signal: stop.signal,
        onProgress: (done) => done > 0 && stop.abort(),
      })
    );
    assertEquals((await features(base, many, options)).computed, 8);
  }));

const refused: readonly [string, () => Promise<unknown>, string][] = [
  [
    "examples of another shape",
    () =>
      features(base, { shape: [3, 4], data: new Uint8Array(12) }, {
        engine,
        weights,
        cacheDir: false,
      }),
    "Cannot compute features: expected examples of 2x2x1, found 4. " +
    "Give examples of the shape of the pipeline's first step.",
  ],
  [
    "steps that draw",
    () =>
      features(pipeline(input(2, 2, 1), noise(0.1, { always: true })), x, {
        engine,
        weights: {},
        cacheDir: false,
      }),
    "Cannot compute features: expected steps that give the same result every time, found one that " +
    "draws random numbers. Remove it, or cut the pipeline before it.",
  ],
];
for (const [what, ask, sentence] of refused) {
  Deno.test(`features() refuses ${what}`, async () => {
    assertEquals((await assertRejects(ask, UserError)).message, sentence);
  });
}

Deno.test("FeatureCache.add() appends the rows of several writers", () =>
  withFolder(async (folder) => {
    const store = () => new FeatureCache(`${folder}/a`, 1);
    const names = ["0", "1", "2", "3"].map((digit) => digit.repeat(64));
    await Promise.all(
      names.map((name, i) => store().add([{ name, values: Float16Array.of(i) }])),
    );
    const found: Record<string, number[]> = {};
    await store().read(() => true, (name, values) => found[name] = [...values]);
    assertEquals(found, Object.fromEntries(names.map((name, i) => [name, [i]])));
  }));

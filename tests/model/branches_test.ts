/** An inception module on each engine, compared with its parts, computed alone and joined here. */
import { assert, assertEquals } from "@std/assert";
import { vjp } from "../../core/model/vjp.ts";
import { openEngine } from "../../core/engine/open.ts";
import { drawing } from "../../core/lab/pipeline_outputs.ts";
import { Model } from "../../core/model/model.ts";
import { seededRandom } from "../../core/base/random.ts";
import { sizeOf, type Tensor } from "../../core/graph/tensor.ts";
import { trainEpochs } from "../../core/training/loop.ts";
import { initialWeights, type Weights } from "../../core/weights/initial_weights.ts";
import {
  batchNorm,
  branches,
  conv,
  dense,
  globalPool,
  input,
  pipeline,
  pool,
  rule,
  type Step,
  train,
} from "../../dsl/mod.ts";
import { relativeError } from "../engine/against_loops.ts";

const same = { padding: "same", activation: "relu" } as const;
const parts = [
  [conv(4, { kernel: 1, name: "a" })],
  [conv(2, { kernel: 1, name: "b1" }), conv(3, { kernel: 3, ...same, name: "b2" })],
  [conv(2, { kernel: 1, name: "c1" }), conv(2, { kernel: 5, ...same, name: "c2" })],
  [pool(3, { stride: 1, padding: "same", name: "d1" }), conv(2, { kernel: 1, name: "d2" })],
] as const;
const channels = [4, 3, 2, 2];
const module = pipeline(input(6, 5, 3), branches(...parts, { name: "mixed" }));

const draws = seededRandom(1);
const tensor = (...shape: number[]): Tensor => ({
  shape,
  data: Float32Array.from({ length: sizeOf(shape) }, () => draws.normal()),
});
const weights = initialWeights(module, seededRandom(2));
const [x, dy] = [tensor(2, 6, 5, 3), tensor(2, 6, 5, 11)];

/** The channels of one part of the joined output. */
const cut = ({ data }: Tensor, from: number, count: number): Tensor => ({
  shape: [2, 6, 5, count],
  data: data.filter((_, i) => i % 11 >= from && i % 11 < from + count),
});

for (const name of ["loops", "cpu", "wasm", "simd"]) {
  Deno.test(`${name} computes branches() and its gradients as the parts by themselves`, async () => {
    const engine = await openEngine(name);
    const joined = await vjp(module, engine, weights, x, dy);
    assertEquals([...joined.y.shape], [2, 6, 5, 11]);
    const dx = new Float32Array(x.data.length);
    for (const [p, steps] of parts.entries()) {
      const alone = pipeline(...[input(6, 5, 3), ...steps] as readonly Step[]);
      const own: Weights = Object.fromEntries(
        Object.keys(initialWeights(alone, seededRandom(0))).map((path) => [path, weights[path]!]),
      );
      const from = channels.slice(0, p).reduce((a, b) => a + b, 0);
      const partDy = cut(dy, from, channels[p]!);
      const { y, dx: part, dweights } = await vjp(alone, engine, own, x, partDy);
      assert(relativeError(cut(joined.y, from, channels[p]!).data, y.data) < 1e-6);
      for (const [path, { data }] of Object.entries(dweights!)) {
        assert(relativeError(joined.dweights![path]!.data, data) < 1e-5, path);
      }
      part!.data.forEach((value, i) => dx[i]! += value);
    }
    assert(relativeError(joined.dx!.data, dx) < 1e-5);
  });

  Deno.test(`${name} trains what stands in branches()`, async () => {
    const steps = pipeline(
      input(6, 5, 3, { classes: 2 }),
      branches([conv(4, { kernel: 3 })], [conv(4, { kernel: 3 }), batchNorm({ momentum: 0.5 })]),
      globalPool(),
      dense(2, "softmax"),
      train({ epochs: 8, batchSize: 8 }),
    );
    const count = 24;
    const y = Uint8Array.from({ length: count }, (_, i) => i % 2);
    const images = tensor(count, 6, 5, 3).data.map((v, i) => v + 3 * y[Math.floor(i / 90)]!);
    const first = initialWeights(steps, seededRandom(3));
    const model = new Model(steps, await openEngine(name), first);
    const { loss } = await trainEpochs(model, steps.steps.at(-1)![rule].training!, {
      train: { count, shape: [6, 5, 3], x: images, y },
      random: seededRandom(4),
    });
    assert(loss.at(-1)! < loss[0]!, `the loss went from ${loss[0]} to ${loss.at(-1)}`);
    for (const [path, { data }] of Object.entries(await model.weights())) {
      assert(data.some((v, i) => v !== first[path]!.data[i]), `${path} has not changed`);
    }
  });
}

Deno.test("Model.activations() gives the outputs of steps in parts by their names", async () => {
  const model = new Model(module, await openEngine("loops"), weights);
  const all = await model.activations(x, ["b1", "mixed", "d1"]);
  assertEquals(Object.values(all).map(({ shape }) => shape.join("x")), [
    "2x6x5x2",
    "2x6x5x11",
    "2x6x5x3",
  ]);
});

Deno.test("drawing() has a box per step, and in it those of the parts", () => {
  const shown = JSON.stringify(drawing(pipeline(input(2, 2, 1), branches([], [pool(1)]))).json());
  assertEquals(JSON.parse(shown).boxes[1], {
    name: "branches1",
    kind: "branches",
    detail: "",
    shape: [2, 2, 2],
    parameters: 0,
    branches: [[], [{
      name: "pool1",
      kind: "pool",
      detail: "size 1",
      shape: [2, 2, 1],
      parameters: 0,
    }]],
  });
});

import { assert, assertEquals } from "@std/assert";
import { build } from "../../core/model/build.ts";
import { openEngine } from "../../core/engine/open.ts";
import { Model } from "../../core/model/model.ts";
import { seededRandom } from "../../core/base/random.ts";
import { trainEpochs } from "../../core/training/loop.ts";
import { initialWeights } from "../../core/weights/initial_weights.ts";
import {
  activate,
  batchNorm,
  branches,
  conv,
  dense,
  frozen,
  globalPool,
  input,
  pipeline,
  rule,
  train,
} from "../../dsl/mod.ts";

const unit = [conv(3, { kernel: 3 }), batchNorm(), activate("relu")];
const steps = pipeline(
  input(8, 8, 1, { classes: 2 }),
  frozen([...unit, branches(unit, unit)]),
  ...unit,
  globalPool(),
  dense(2, "softmax"),
  train({ epochs: 3, batchSize: 8 }),
);

Deno.test("train() leaves frozen() weights bit for bit, and changes all others", async () => {
  const count = 16;
  const draws = seededRandom(1);
  const x = Float32Array.from({ length: count * 64 }, () => draws.normal());
  const y = Uint8Array.from({ length: count }, (_, i) => i % 2);
  const first = initialWeights(steps, seededRandom(2));
  const model = new Model(steps, await openEngine("wasm"), first);
  await trainEpochs(model, steps.steps.at(-1)![rule].training!, {
    train: { count, shape: [8, 8, 1], x, y },
    random: seededRandom(3),
  });
  const changed = Object.entries(await model.weights())
    .filter(([path, { data }]) => data.some((v, i) => v !== first[path]!.data[i]))
    .map(([path]) => path);
  assertEquals(changed, Object.keys(first).slice(-8));
  assertEquals(changed[0], "conv4/kernel");
});

Deno.test("build() trains and updates no frozen() weights", () => {
  const { trainable, updates } = build(steps, 4, { training: true });
  assert(trainable.length > 0);
  for (const path of [...trainable, ...updates.keys()]) {
    assert(/^(conv4|batchNorm4|dense1)\//.test(path), path);
  }
});

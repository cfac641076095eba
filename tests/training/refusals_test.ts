/** Wrong targets, numbers and sizes are refused with one sentence before or where they do harm. */
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { seededRandom } from "../../core/base/random.ts";
import { openEngine } from "../../core/engine/open.ts";
import { Model } from "../../core/model/model.ts";
import type { Examples } from "../../core/training/batch.ts";
import { DivergedError } from "../../core/training/divergence.ts";
import { Evaluator } from "../../core/training/evaluator.ts";
import { fitExamples } from "../../core/training/fit.ts";
import { fitPairs } from "../../core/training/fit_pairs.ts";
import { initialWeights } from "../../core/weights/initial_weights.ts";
import {
  binaryCrossentropy,
  categoricalCrossentropy,
  dense,
  input,
  type Loss,
  meanSquaredError,
  pipeline,
  rule,
  sgd,
  sparseCategoricalCrossentropy,
  type Steps,
  train,
  UserError,
} from "../../dsl/mod.ts";

const engine = await openEngine("loops");
const modelOf = (steps: Steps) => new Model(steps, engine, initialWeights(steps, seededRandom(0)));

/** Four examples of two numbers with these targets. */
const examples = (y: ArrayLike<number>, more: Partial<Examples> = {}): Examples => ({
  count: 4,
  shape: [2],
  x: Float32Array.of(0, 1, 1, 0, 0, 1, 1, 0),
  y: Float32Array.from(y),
  ...more,
});

interface Fitting {
  readonly units?: number;
  readonly loss?: Loss;
  readonly validationSplit?: number;
  readonly onHint?: (hint: string) => void;
}

const classifier = ({ units = 3, loss = sparseCategoricalCrossentropy() }: Fitting): Steps =>
  pipeline(input(2), dense(units, units > 1 ? "softmax" : "sigmoid"), train({ epochs: 1, loss }));

/** Trains `classifier` on examples with sgd. */
async function fit(data: Examples, fitting: Fitting = {}) {
  const steps = classifier(fitting);
  const training = {
    ...steps.steps.at(-1)![rule].training!,
    batchSize: 2,
    validationSplit: fitting.validationSplit ?? 0,
    optimizer: sgd(),
  };
  return await fitExamples(modelOf(steps), training, data, {
    random: seededRandom(0),
    ...(fitting.onHint && { onHint: fitting.onHint }),
  });
}

const refused = async (attempt: () => Promise<unknown>) =>
  (await assertRejects(attempt, UserError)).message;

const NOT_A_CLASS = "Classes are counted from 0; correct the labels, or give the last layer one " +
  "output per class.";
const OTHER_LOSS = "Correct the targets or choose another loss.";

Deno.test("fitExamples() refuses a class number that is no class, and names the first", async () => {
  const labels: [y: number[], found: string][] = [
    [[0, 1, 2, 3], "3 in example 3"],
    [[0, -1, 2, 7], "-1 in example 1"],
    [[0.5, 1, 2, 0], "0.5 in example 0"],
    [[0, 1, NaN, 0], "NaN in example 2"],
    [[0, 1, Infinity, 0], "Infinity in example 2"],
  ];
  for (
    const loss of [sparseCategoricalCrossentropy(), categoricalCrossentropy(), meanSquaredError()]
  ) {
    for (const [y, found] of labels) {
      assertEquals(
        await refused(() => fit(examples(y), { loss })),
        "Cannot train: expected the number of a class, from 0 to 2, as each target, found " +
          `${found} (counted from 0). ${NOT_A_CLASS}`,
        `${loss.kind} ${y}`,
      );
    }
  }
});

Deno.test("fitExamples() says that classes are counted from 0 to whoever counts them from 1", async () => {
  assertEquals(
    await refused(() => fit(examples([1, 2, 3, 1]))),
    "Cannot train: expected the number of a class, from 0 to 2, as each target, found 3 in " +
      "example 2 (counted from 0). The labels run from 1 to 3, but classes are counted from 0; " +
      "subtract 1 from each.",
  );
});

Deno.test("fitExamples() refuses targets of cross-entropies outside 0 … 1", async () => {
  assertEquals(
    await refused(() => fit(examples([0, 1, 2, 1]), { units: 1, loss: binaryCrossentropy() })),
    "Cannot train: expected a number from 0 to 1 as each target, found 2 in example 2 (counted " +
      `from 0). ${OTHER_LOSS}`,
  );
  const hot = [1, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 1];
  assertEquals(
    await refused(() => fit(examples(hot), { loss: categoricalCrossentropy() })),
    "Cannot train: expected a number from 0 to 1 as each target, found -1 in example 2 (counted " +
      `from 0). ${OTHER_LOSS}`,
  );
  await fit(examples([0, 0.25, 1, 1]), { units: 1, loss: binaryCrossentropy() });
});

Deno.test("fitExamples() refuses targets that are not finite with any loss", async () => {
  assertEquals(
    await refused(() =>
      fit(examples([0, 5, -Infinity, 1]), { units: 1, loss: meanSquaredError() })
    ),
    "Cannot train: expected a finite number as each target, found -Infinity in example 2 (counted " +
      `from 0). ${OTHER_LOSS}`,
  );
});

Deno.test("fitExamples() refuses targets of another size, and class numbers for an image", async () => {
  assertEquals(
    await refused(() => fit(examples(new Float32Array(8)), { loss: meanSquaredError() })),
    "Cannot train: expected 3 numbers per target, found 2; choose a loss that fits the targets or " +
      "change the last layer.",
  );
  assertEquals(
    await refused(() => fit(examples([0, 1, 2, 1], { classes: 4 }), { loss: meanSquaredError() })),
    "Cannot train: expected one output per class, found 3 outputs and 4 classes; change the last " +
      "layer.",
  );
});

Deno.test("fitExamples() says that no example is left to train", async () => {
  assertEquals(
    await refused(() => fit(examples([0, 1, 2, 1]), { validationSplit: 0.9 })),
    "Cannot train: expected at least 1 training example, found none, because validationSplit 0.9 " +
      "keeps all 4 for validation; make it smaller.",
  );
  const none = { ...examples([]), count: 0, x: new Float32Array() };
  assertEquals(
    await refused(() => fit(none)),
    "Cannot train: expected at least 1 example, found 0. Give some.",
  );
});

Deno.test("fitExamples() names the place of an input that is not finite", async () => {
  const x = Float32Array.of(0, 1, 1, 0, 0, NaN, 1, 0);
  assertEquals(
    await refused(() => fit(examples([0, 1, 2, 1], { x }))),
    "Cannot train: expected finite numbers in the inputs, found NaN in example 2 at [1] (counted " +
      "from 0). Correct it or leave it out.",
  );
});

Deno.test("fitExamples() stops at the first loss that is no number, and says where, at which rate, and what to try", async () => {
  const line = pipeline(input(1), dense(1), train({ epochs: 9, loss: meanSquaredError() }));
  const training = {
    ...line.steps.at(-1)![rule].training!,
    batchSize: 1,
    optimizer: sgd({ learningRate: 1e15 }),
  };
  const data: Examples = {
    count: 2,
    shape: [1],
    x: Float32Array.of(1, 2),
    y: Float32Array.of(100, 200),
  };
  const random = seededRandom(0);
  const TRY =
    "at a learning rate of 1000000000000000. Try a smaller learning rate, and normalize() " +
    "if the inputs are not between -1 and 1.";
  const diverged = await assertRejects(
    () => fitExamples(modelOf(line), training, data, { random }),
    DivergedError,
  );
  assertEquals(
    diverged.message.replace(/step \d/, "step n").replace(/is (NaN|Infinity)/, "is NaN"),
    `Training stopped in epoch 2, step n: the loss is NaN ${TRY}`,
  );
  assertEquals(diverged.history.loss.length, 1);
  const last = await assertRejects(
    () =>
      fitExamples(
        modelOf(line),
        { ...training, epochs: 1, batchSize: 2, optimizer: sgd({ learningRate: 1e38 }) },
        data,
        { random },
      ),
    DivergedError,
  );
  assertEquals(
    last.message,
    "Training failed in its last epoch: dense1/kernel contains Infinity at a learning rate of 1e+38. " +
      "Try a smaller learning rate, and normalize() if the inputs are not between -1 and 1.",
  );
  assertEquals(last.history.loss.length, 1);
});

Deno.test("fitExamples() hints at examples that are sorted by class, and trains", async () => {
  const hints: string[] = [];
  const onHint = (hint: string) => void hints.push(hint);
  const { val_loss } = await fit(examples([0, 0, 1, 2]), { validationSplit: 0.5, onHint });
  assertEquals(val_loss.length, 1);
  await fit(examples([0, 1, 0, 1]), { validationSplit: 0.5, onHint });
  await fit(examples([0, 0, 1, 2]), { onHint });
  assertEquals(hints, [
    "The last 2 examples validate, and their classes 1, 2 do not occur in the first 2, which train: " +
    "the examples seem to be sorted by class. Shuffle them before training, or val_accuracy says " +
    "nothing.",
  ]);
});

Deno.test("Evaluator.measure() refuses what fitExamples() refuses", async () => {
  const steps = classifier({});
  const evaluator = new Evaluator(modelOf(steps), sparseCategoricalCrossentropy(), seededRandom(0));
  assertEquals(
    await refused(() => evaluator.measure(examples([0, 1, 2, 3]))),
    "Cannot measure the model: expected the number of a class, from 0 to 2, as each target, found " +
      `3 in example 3 (counted from 0). ${NOT_A_CLASS}`,
  );
  await evaluator.close();
});

Deno.test("fitPairs() compares the shape of y, not how many numbers it has", async () => {
  const steps = pipeline(input(2), dense(4), train({ epochs: 1, loss: meanSquaredError() }));
  const x = { shape: [1, 2], data: new Float32Array(2) };
  const attempt = (shape: number[]) =>
    fitPairs(modelOf(steps), { x, y: { shape, data: new Float32Array(4) } }, {
      random: seededRandom(0),
    });
  assertEquals(
    await refused(() => attempt([1, 2, 2])),
    "Cannot fit this pipeline: expected y of shape [batch]x4, found 1x2x2. Give a tensor of that " +
      "shape.",
  );
  await attempt([1, 4]);
});

Deno.test("initialWeights() refuses weights of more than 2 GiB before it draws one", {
  permissions: { sys: false },
}, () => {
  const large = pipeline(input(10), dense(1_000_000_000));
  assertEquals(
    assertThrows(() => initialWeights(large, seededRandom(0)), UserError).message,
    "Cannot draw the weights: expected to need at most 2 GiB of memory, found 41 GiB or more, " +
      "mostly for dense1/kernel, 10x1000000000. Make its sizes or the batch smaller, or allow this " +
      "machine's memory with --allow-sys=systemMemoryInfo.",
  );
});

Deno.test("fitExamples() takes a batch size larger than the data without allocating it", async () => {
  const steps = classifier({});
  const training = { ...steps.steps.at(-1)![rule].training!, batchSize: 1e12 };
  const { loss } = await fitExamples(modelOf(steps), training, examples([0, 1, 2, 1]), {
    random: seededRandom(0),
  });
  assertEquals(loss.length, 1);
});

/** Networks that are cut, split or frozen. */
import { assertEquals, assertThrows } from "@std/assert";
import {
  batchNorm,
  branches,
  conv,
  dense,
  dropout,
  flatten,
  frozen,
  globalPool,
  input,
  pipeline,
  pool,
  sentence,
  split,
  StepError,
  stepNames,
  type Steps,
  summaryRows,
  summaryTotals,
  train,
  until,
  UserError,
  weightsOf,
} from "../../dsl/mod.ts";
import { forward } from "./forward.ts";
import { assertNear } from "./near.ts";

const module = branches([conv(4, { kernel: 1 })], [conv(2, { kernel: 1 })], { name: "mixed0" });
const network = pipeline(
  input(9, 9, 3, { classes: 2 }),
  frozen([conv(4, { kernel: 3 }), module, conv(3, { kernel: 1 })], { name: "base" }),
  pool(2),
  flatten(),
  dense(2, "softmax"),
  train({ epochs: 1 }),
);
const paths = (steps: Steps) => weightsOf(steps).map(({ path }) => path);

Deno.test("until() cuts after the named step", () => {
  const cut = until(network, "pool1");
  assertEquals(stepNames(cut), ["input1", "base", "pool1"]);
  assertEquals(paths(cut), paths(network).slice(0, 8));
  assertEquals<unknown>(until(network, "train1"), network);
});

Deno.test("until() cuts inside frozen() too and keeps the names", () => {
  const cut = until(network, "mixed0");
  assertEquals(stepNames(cut), ["input1", "base"]);
  assertEquals(paths(cut), paths(network).slice(0, 6));
  assertEquals(summaryTotals(summaryRows(cut)).trainable, 0);
  assertEquals(summaryRows(cut).at(-1)?.name, "mixed0");
});

Deno.test("until() cuts nothing inside branches()", () => {
  assertEquals(
    assertThrows(() => until(network, "conv2"), UserError).message,
    "until: conv2 is inside mixed0, which cannot be cut; name mixed0 itself",
  );
});

Deno.test("until() and split() suggest a name that is near", () => {
  assertEquals(
    assertThrows(() => until(network, "pool2"), UserError).message,
    "until: expected the name of a step (input1, base, pool1, flatten1, dense1, train1), " +
      'found "pool2"; did you mean "pool1"?',
  );
  assertEquals(
    assertThrows(() => split([flatten()], "other"), UserError).message,
    'split: expected the name of a step (flatten1), found "other"',
  );
});

Deno.test("split() lets the upper part learn under the same names", () => {
  const body = [conv(4, { kernel: 3 }), batchNorm(), conv(4, { kernel: 3 }), batchNorm()];
  const [lower, upper] = split(body, "batchNorm1");
  const partly = pipeline(input(9, 9, 3), frozen(lower), ...upper, globalPool());
  assertEquals(paths(partly), paths(pipeline(input(9, 9, 3), ...body)));
  assertEquals(
    weightsOf(partly).filter(({ trainable }) => trainable).map(({ path }) => path),
    ["conv2/kernel", "conv2/bias", "batchNorm2/gamma", "batchNorm2/beta"],
  );
});

Deno.test("frozen() counts its parameters as non-trainable", () => {
  const { total, trainable, nonTrainable } = summaryTotals(summaryRows(network));
  assertEquals([total, trainable], [112 + 20 + 10 + 21 + 56, 56]);
  assertEquals(nonTrainable, 163);
});

Deno.test("frozen() runs in inference mode while the rest is trained", () => {
  const steps = pipeline(input(2), frozen([batchNorm({ epsilon: 1e-12 }), dropout(0.5)]));
  const { data, updates } = forward(steps, [3, 5], {
    training: true,
    given: {
      "batchNorm1/gamma": [1, 1],
      "batchNorm1/beta": [0, 0],
      "batchNorm1/moving_mean": [1, 1],
      "batchNorm1/moving_variance": [4, 4],
    },
  });
  assertNear(data, [1, 2]);
  assertEquals(updates, {});
});

Deno.test("frozen() names the step that does not fit", () => {
  const body: ReturnType<typeof dense>[] = [dense(2)];
  assertEquals(
    assertThrows(() => pipeline(input(9, 9, 3), frozen([branches(body)])), StepError).message,
    "Cannot run step 2 (frozen): frozen: part 1, step 1: branches: part 1, step 1: " +
      "dense needs a vector, but the step before gives 9x9x3; put flatten() between them",
  );
});

Deno.test("pipeline() refuses to train if every step is frozen", () => {
  assertEquals(
    assertThrows(() => pipeline(input(4), frozen([dense(2, "softmax")]), train({ epochs: 1 })))
      .message,
    "Cannot run step 3 (train): train: there is nothing to learn, because " +
      "none of the parameters before it is trainable; add dense() or unfreeze a step",
  );
});

Deno.test("sentence() shortens a long part", () => {
  const body = Array.from({ length: 9 }, () => conv(1, { kernel: 1 }));
  assertEquals(sentence(frozen(body)), "frozen steps conv → conv → conv → conv → 5 more");
});

import { assertEquals, assertThrows } from "@std/assert";
import {
  adam,
  exponentialDecay,
  type Optimizer,
  rmsprop,
  rule,
  sgd,
  UserError,
} from "../../dsl/mod.ts";
import { compute } from "./forward.ts";
import { assertNear } from "./near.ts";

/** One weight after each of these gradients. */
function path(optimizer: Optimizer, start: number, gradients: readonly number[]): number[] {
  const updateRule = optimizer[rule];
  let weight = start;
  let slots = Object.fromEntries(updateRule.slots.map((name) => [name, 0]));
  return gradients.map((gradient, i) => {
    const scalars = updateRule.scalars(i + 1);
    const after = (pick: string | undefined) =>
      compute((ops) => {
        const constants = (of: Readonly<Record<string, number>>) =>
          Object.fromEntries(Object.entries(of).map(([name, n]) => [name, ops.constant([n], [1])]));
        const updated = updateRule.update(ops, {
          weight: ops.constant([weight], [1]),
          gradient: ops.constant([gradient], [1]),
          slots: constants(slots),
          scalars: constants(scalars),
        });
        return pick === undefined ? updated.weight : updated.slots[pick] ?? ops.constant(NaN);
      })[0] ?? NaN;
    const next = Object.fromEntries(updateRule.slots.map((name) => [name, after(name)]));
    weight = after(undefined);
    slots = next;
    return weight;
  });
}

Deno.test("sgd() steps against the gradient", () => {
  assertNear(path(sgd({ learningRate: 0.1 }), 1, [1, 2]), [0.9, 0.7]);
});

Deno.test("sgd() keeps a share of its last step with momentum", () => {
  // v = −0.1, then 0.5·(−0.1) − 0.2 = −0.25.
  assertNear(path(sgd({ learningRate: 0.1, momentum: 0.5 }), 1, [1, 2]), [0.9, 0.65]);
});

Deno.test("sgd() looks ahead with nesterov", () => {
  // First: v = −0.1, move 0.5·v − 0.1 = −0.15. Then v = −0.25, move −0.125 − 0.2 = −0.325.
  const optimizer = sgd({ learningRate: 0.1, momentum: 0.5, nesterov: true });
  assertNear(path(optimizer, 1, [1, 2]), [0.85, 0.525]);
});

Deno.test("adam() moves by its learning rate at first, whatever the gradient's size", () => {
  assertNear(path(adam({ learningRate: 0.1 }), 1, [1]), [0.9], 1e-5);
  assertNear(path(adam({ learningRate: 0.1 }), 1, [1000]), [0.9], 1e-5);
});

Deno.test("adam() follows Kingma and Ba's algorithm", () => {
  let m = 0, v = 0, w = 2;
  const expected = [1, -3, 0.5].map((g, i) => {
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    const t = i + 1;
    const alpha = 0.01 * Math.sqrt(1 - 0.999 ** t) / (1 - 0.9 ** t);
    return w -= alpha * m / (Math.sqrt(v) + 1e-7);
  });
  assertNear(path(adam({ learningRate: 0.01 }), 2, [1, -3, 0.5]), expected);
});

Deno.test("rmsprop() reaches 9.683772 in the example of Keras's documentation", () => {
  assertNear(path(rmsprop({ learningRate: 0.1 }), 10, [10]), [9.683772]);
});

Deno.test("rmsprop() adds a share of its last step with momentum", () => {
  const first = 0.1 / Math.sqrt(0.1), second = 0.1 / Math.sqrt(0.19);
  const optimizer = rmsprop({ learningRate: 0.1, momentum: 0.5 });
  assertNear(path(optimizer, 1, [1, 1]), [1 - first, 1 - first - (0.5 * first + second)]);
});

Deno.test("adam() with weightDecay shrinks the weight before it moves, independently of the averages", () => {
  const optimizer = adam({ learningRate: 0.1, weightDecay: 0.5 });
  // 2 − 0.1·0.5·2 − 0.1, then 1.8 − 0.1·0.5·1.8 − 0.1: the averages see the gradients alone.
  assertNear(path(optimizer, 2, [1, 1]), [1.8, 1.61], 1e-6);
});

Deno.test("optimizers follow a schedule, which begins at its start", () => {
  const learningRate = exponentialDecay({ initial: 0.1, rate: 0.5, epochs: 1 });
  assertNear(path(sgd({ learningRate }), 1, [1, 1, 1]), [0.9, 0.85, 0.825]);
  const { scalars } = adam({ learningRate, weightDecay: 2 })[rule];
  // Update 3 with 4 updates per epoch: half an epoch has passed.
  assertNear([scalars(3, 4)["decay"] ?? NaN], [2 * 0.1 * Math.SQRT1_2]);
  assertNear([rmsprop({ learningRate })[rule].scalars(5, 4)["learningRate"] ?? NaN], [0.05]);
});

Deno.test("optimizers have Keras's defaults", () => {
  assertEquals<unknown>({ ...adam() }, {
    kind: "adam",
    learningRate: 0.001,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-7,
  });
  assertEquals<unknown>({ ...sgd() }, {
    kind: "sgd",
    learningRate: 0.01,
    momentum: 0,
    nesterov: false,
  });
  assertEquals<unknown>({ ...rmsprop() }, {
    kind: "rmsprop",
    learningRate: 0.001,
    rho: 0.9,
    momentum: 0,
    epsilon: 1e-7,
  });
});

Deno.test("optimizers refuse hyperparameters out of their bounds", () => {
  assertEquals(
    assertThrows(() => adam({ learningRate: 0 }), UserError).message,
    "adam.learningRate: expected a number above 0, found 0",
  );
  assertEquals(
    assertThrows(() => sgd({ momentum: 1 }), UserError).message,
    "sgd.momentum: expected a number of at least 0 and below 1, found 1",
  );
});

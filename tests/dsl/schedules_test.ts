/** What changes during training: the learning rate, and whether to stop. */
import { assertEquals } from "@std/assert";
import {
  cosineDecay,
  earlyStopping,
  type EarlyStoppingOptions,
  exponentialDecay,
  type Monitor,
  rule,
  type Schedule,
} from "../../dsl/mod.ts";
import { assertNear } from "./near.ts";

const rates = (schedule: Schedule, ...epochs: number[]) =>
  epochs.map((passed) => schedule[rule].rate(passed));

Deno.test("cosineDecay() falls along half a cosine and stays at its end", () => {
  const schedule = cosineDecay({ initial: 8, epochs: 6 });
  assertNear(rates(schedule, 0, 2, 3, 4, 6, 9), [8, 6, 4, 2, 0, 0], 1e-12);
  assertNear(rates(cosineDecay({ initial: 8, epochs: 6, alpha: 0.25 }), 0, 3, 6), [8, 5, 2], 1e-12);
});

Deno.test("exponentialDecay() multiplies again and again, smoothly or in steps", () => {
  const options = { initial: 8, rate: 0.25, epochs: 2 };
  assertNear(rates(exponentialDecay(options), 0, 1, 2, 4), [8, 4, 2, 0.5], 1e-12);
  const steps = exponentialDecay({ ...options, staircase: true });
  assertEquals(rates(steps, 0, 1, 1.99, 2, 4), [8, 8, 8, 2, 0.5]);
});

/** The epoch after which training stops, and the best epoch; both from 1. */
function stops(options: EarlyStoppingOptions, monitor: Monitor, values: readonly number[]) {
  const watch = earlyStopping({ monitor, ...options })[rule].watch();
  let [best, stopped] = [0, 0];
  for (const [i, value] of values.entries()) {
    const verdict = watch({ [monitor]: value });
    if (verdict.best) best = i + 1;
    if (verdict.stop) {
      stopped = i + 1;
      break;
    }
  }
  return { best, stopped };
}

Deno.test("earlyStopping() waits for as many epochs without improvement as its patience says", () => {
  const losses = [5, 4, 4.5, 3, 3.5, 3.2, 3.1, 2];
  assertEquals(stops({ patience: 1 }, "val_loss", losses), { best: 2, stopped: 3 });
  assertEquals(stops({ patience: 2 }, "val_loss", losses), { best: 4, stopped: 6 });
  assertEquals(stops({ patience: 4 }, "val_loss", losses), { best: 8, stopped: 0 });
  assertEquals(stops({}, "loss", [3, 2, 2]), { best: 2, stopped: 3 });
});

Deno.test("earlyStopping() counts a rising accuracy as an improvement", () => {
  assertEquals(stops({ patience: 1 }, "accuracy", [0.5, 0.6, 0.6]), { best: 2, stopped: 3 });
});

Deno.test("earlyStopping() ignores improvements below minDelta", () => {
  const options = { minDelta: 0.5, patience: 2 };
  assertEquals(stops(options, "loss", [4, 3.75, 3.5, 3]), { best: 1, stopped: 3 });
});

Deno.test("earlyStopping() keeps the first epoch if no later one is better", () => {
  assertEquals(stops({ patience: 2 }, "loss", [NaN, NaN, NaN]), { best: 1, stopped: 3 });
});

Deno.test("earlyStopping() starts again with every training", () => {
  const { watch } = earlyStopping({ monitor: "loss" })[rule];
  assertEquals([watch()({ loss: 1 }).best, watch()({ loss: 2 }).best], [true, true]);
});

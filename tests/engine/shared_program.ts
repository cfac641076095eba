/**
 * A program that trains in shares and does not close what it opened. `native_shares_end_test.ts` runs
 * it. `deno run … tests/engine/shared_program.ts HOW`
 */
import { sharing, training } from "./shared_training.ts";

const { engine, workers } = await sharing(2);
const { update } = training(engine);
for (let step = 0; step < 5; step++) await update(8);

const endings: Readonly<Record<string, () => unknown>> = {
  ends() {},
  exits: () => Deno.exit(3),
  throws() {
    throw new Error("on purpose");
  },
  // Events happen between the parts of a step, so that this comes while the workers compute or wait.
  "exits during a step"() {
    void update(8);
    setTimeout(() => Deno.exit(3));
  },
  "throws during a step"() {
    void update(8);
    throw new Error("on purpose");
  },
  async "loses its worker during a step"() {
    const step = update(8);
    workers[0]!.terminate();
    await step;
    await update(8);
  },
  async "is interrupted"() {
    console.log("ready");
    for (;;) await update(8);
  },
};
await endings[Deno.args[0]!]!();
console.log("end");

import { assert, assertEquals, assertLess, assertThrows } from "@std/assert";
import { inferShapes, pipeline, StepError } from "../../dsl/mod.ts";
import { denoCheck } from "./deno_check.ts";
import { right, unknown } from "./types/right.ts";
import { wrong } from "./types/wrong.ts";

/** The compiler's messages, in the order of the file, without the comments that expect errors. */
async function compilerSentences(): Promise<string[]> {
  const source = await Deno.readTextFile(new URL("types/wrong.ts", import.meta.url));
  const { output } = await denoCheck(
    source.replaceAll(/ *\/\/ @ts-expect-error.*\n/g, "").replace("../../../dsl/mod.ts", "convlab"),
  );
  const errors = output.matchAll(/is not assignable to parameter of type '"([^"]*)"'/g);
  return Array.from(errors, ([, sentence]) => sentence ?? "");
}

Deno.test("pipeline() says at run time what the compiler says, word for word", async () => {
  const atRunTime = Object.values(wrong).map((make) => {
    const { message, step } = assertThrows(make, StepError);
    const [, number, sentence] = message.match(/^Cannot run step (\d+) \(\w+\): (.*)$/) ?? [];
    assertEquals(Number(number), step);
    return sentence;
  });
  assertEquals(await compilerSentences(), atRunTime);
});

Deno.test("pipeline() finds at run time the shapes that the compiler finds", () => {
  for (const [shape, steps] of right) {
    assertEquals([...inferShapes(steps).at(-1)?.shape ?? []], [...shape]);
  }
});

Deno.test("pipeline() accepts steps whose types the compiler does not know", () => {
  assertEquals(unknown.map((steps) => inferShapes(steps).at(-1)?.shape.join("x")), [
    "14x14x1",
    "14x14x1",
    "9x9x1",
    "2x2x1",
    "1x1x1",
    "4x4x2",
    "9x9x4",
    "1",
    "3",
  ]);
  const wrongly = unknown[1]?.steps ?? [];
  assertEquals(
    assertThrows(() => pipeline(...wrongly.slice(0, 2), ...wrongly), StepError).message,
    "Cannot run step 3 (load): load is a source; put it first or leave it out",
  );
});

/** How many more instantiations these steps need as a pipeline than on their own. */
async function cost(steps: string, before = ""): Promise<number> {
  const program = (start: string, end: string) =>
    `import * as lab from "convlab";
     const { conv, dense, flatten, load, pool, train } = lab;
     void [conv, dense, flatten, load, pool, train];
     ${before}
     export const found: unknown = ${start} ${steps} ${end};`;
  const together = await denoCheck(program("lab.pipeline(", ")"));
  const alone = await denoCheck(program("[lab.pipeline,", "]"));
  assert(together.success && alone.success, together.output.slice(-2000));
  return together.instantiations - alone.instantiations;
}

Deno.test("pipeline() costs the compiler little: LeNet-5 under 6,000 instantiations", async () => {
  const measured = await cost(`
    load("fashion-mnist"), conv(6, { kernel: 5, padding: "same" }), pool(2),
    conv(16, { kernel: 5 }), pool(2), flatten(), dense(120), dense(84), dense(10, "softmax"),
    train({ epochs: 5 })`);
  // A measurement that is 0 or missing would pass any budget.
  assert(measured > 500, `measured ${measured}`);
  assertLess(measured, 6_000);
});

Deno.test("pipeline() follows sizes of 224 and forty steps within 30,000 instantiations", async () => {
  const block = `conv(64, { kernel: 3, padding: "same" }), conv(64, { kernel: 3 }), pool([1, 1]),`;
  const measured = await cost(
    `lab.input(224, 224, 3), ${block.repeat(13)} flatten(), lab.expect(${198 * 198 * 64})`,
  );
  assert(measured > 500, `measured ${measured}`);
  assertLess(measured, 30_000);
});

Deno.test("pipeline() follows the eleven modules of InceptionV3 within 100,000 instantiations", async () => {
  const measured = await cost(
    `lab.input(299, 299, 3), ...stem, ${
      ["a(32), a(64), a(64), shrinkA", "b(128), b(160), b(160), b(192), shrinkB", "c, c"].join()
    }, lab.expect(8, 8, 2048)`,
    await Deno.readTextFile(new URL("types/inception.txt", import.meta.url)),
  );
  assert(measured > 10_000, `measured ${measured}`);
  assertLess(measured, 100_000);
});

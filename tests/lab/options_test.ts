/** What the options of the command line change in a lab, seen in the report of a small one. */
import { assertEquals, assertNotEquals } from "@std/assert";
import { root, withFolder } from "../cli/convlab.ts";

/** Two epochs of four examples in batches of two: four steps. */
const source = `/**
 * @title A small lab
 * @section 1
 * @run deno run labs/small.ts
 * @needs nothing
 * @minutes 1
 * @goals
 * - see
 */
import { lab } from "${new URL("../../core/lab/mod.ts", import.meta.url)}";
import { dense, input, meanSquaredError, pipeline, train } from "${new URL(
  "../../dsl/mod.ts",
  import.meta.url,
)}";
const { finish, fit, metric } = await lab(import.meta);
let steps = 0;
const { model } = await fit(
  pipeline(
    input(1),
    dense(1),
    train({ epochs: 2, batchSize: 2, loss: meanSquaredError() }),
  ),
  {
    x: { shape: [4, 1], data: Float32Array.of(1, 2, 3, 4) },
    y: { shape: [4, 1], data: Float32Array.of(2, 4, 6, 8) },
  },
  {
    onStep: (step, weights) => {
      steps = step;
      if (step === 0) metric("first weight", weights["dense1/kernel"].data[0]);
    },
  },
);
metric("steps", steps);
metric("last weight", (await model.weights())["dense1/kernel"].data[0]);
await finish();
`;

/** The small lab's report when it is run with these options. */
async function reportWith(...options: readonly string[]) {
  let report: { mode: string; engine: string; metrics: Record<string, number> } | undefined;
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/small.ts`, source);
    const { success, stderr } = await new Deno.Command("deno", {
      args: [
        ...["run", "--no-check", "--no-prompt", "--config", `${root}deno.json`],
        ...["--allow-read", "--allow-env", "--allow-write"],
        ...[`${folder}/small.ts`, "--engine", "loops", "--out", folder, ...options],
      ],
      cwd: root,
      stdin: "null",
    }).output();
    assertEquals(success, true, new TextDecoder().decode(stderr));
    report = JSON.parse(await Deno.readTextFile(`${folder}/small.json`));
  });
  return report!;
}

Deno.test("a lab trains as its pipeline says, or as --epochs and --batch say", async () => {
  const steps = async (...options: string[]) => (await reportWith(...options)).metrics["steps"];
  // Epochs times batches an epoch: 2 · 2, 3 · 2, 2 · 1.
  assertEquals(await steps(), 4);
  assertEquals(await steps("--epochs", "3"), 6);
  assertEquals(await steps("--batch", "4"), 2);
});

Deno.test("a lab gives the same numbers for the same --seed, others for another", async () => {
  const metrics = async (seed: string) => (await reportWith("--seed", seed)).metrics;
  const [first, again, other] = [await metrics("1"), await metrics("1"), await metrics("2")];
  assertEquals(again, first);
  for (const name of ["first weight", "last weight"]) assertNotEquals(other[name], first[name]);
});

Deno.test("a lab computes with --engine, and says --full in its report", async () => {
  assertEquals((await reportWith()).engine, "loops");
  const { engine, mode } = await reportWith("--engine", "cpu", "--full");
  assertEquals([engine, mode], ["cpu", "full"]);
});

/** A lab that is killed after its trainings, and started again. */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { root, withFolder } from "../cli/convlab.ts";

/** Two trainings; with CRASH in the environment the lab kills itself before its report. */
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
import { dense, evaluate, flatten, input, load, meanSquaredError, normalize, pipeline, pool, train }
  from "${new URL("../../dsl/mod.ts", import.meta.url)}";
// A clock that runs ten thousand times as fast: trainings of less than a second are not kept.
const now = performance.now.bind(performance);
performance.now = () => 10_000 * now();
const { finish, fit, metric, run } = await lab(import.meta);
await run(
  pipeline(load("fashion-mnist"), normalize(), flatten(), dense(10, "softmax"), train({ epochs: 3 }), evaluate()),
  { name: "first" },
);
const { model } = await fit(
  pipeline(input(10), dense(5), train({ epochs: 8, loss: meanSquaredError() })),
  {
    x: { shape: [100, 10], data: new Float32Array(1000).map((_, i) => (i * 7919 % 1000) / 1000) },
    y: { shape: [100, 5], data: new Float32Array(500).fill(1) },
  },
);
metric("weight", (await model.weights())["dense1/kernel"].data[0]);
if (Deno.env.get("CRASH")) Deno.kill(Deno.pid, "SIGKILL");
await finish();
`;

interface Report {
  readonly metrics: Record<string, number>;
  readonly provenance: Record<string, string>;
  readonly runs: Record<string, { readonly loss: number[] }>;
}

/** Starts the lab in a folder that holds its checkpoints, too. */
async function start(folder: string, crash: boolean, ...args: readonly string[]) {
  await Deno.writeTextFile(`${folder}/small.ts`, source);
  const { success, stderr } = await new Deno.Command("deno", {
    args: [
      ...["run", "--no-check", "--no-prompt", "--config", `${root}deno.json`, "--allow-read"],
      ...["--allow-env", "--allow-run", `--allow-write=${folder}`, `${folder}/small.ts`],
      ...["--engine", "wasm", "--out", folder, ...args],
    ],
    cwd: root,
    env: { CONVLAB_CACHE: `${folder}/cache`, ...(crash && { CRASH: "1" }) },
    stdin: "null",
  }).output();
  const said = new TextDecoder().decode(stderr);
  assertEquals(success, !crash, said);
  const report: Report | undefined = crash
    ? undefined
    : JSON.parse(await Deno.readTextFile(`${folder}/small.json`));
  return { said, report, page: crash ? "" : await Deno.readTextFile(`${folder}/small.html`) };
}

Deno.test("a lab that was killed reads its trainings back and says so; one that ended starts anew", () =>
  withFolder(async (folder) => {
    const whole = await start(folder, false);
    assertEquals(whole.report?.provenance["resumed"], undefined);
    await start(folder, true);
    const again = await start(folder, false);
    const resumed = "first after epoch 3 of 3; fit 1 after epoch 8 of 8";
    assertEquals(again.report?.provenance["resumed"], resumed);
    assert(again.page.includes(resumed), "the page says nothing of it");
    assertEquals(
      again.said.trim().split("\n"),
      [3, 8].map((epoch) => `resumed after epoch ${epoch}/${epoch}: this training had ended`),
    );
    assertEquals(again.report?.metrics, whole.report?.metrics);
    assertEquals(again.report?.runs["first"]?.loss, whole.report?.runs["first"]?.loss);
    assertEquals(await Array.fromAsync(Deno.readDir(`${folder}/cache/checkpoints`)), []);
    const anew = await start(folder, false);
    assertEquals(anew.report?.provenance["resumed"], undefined);
  }));

Deno.test("a lab with --fresh does not continue what an earlier run left", () =>
  withFolder(async (folder) => {
    await start(folder, true);
    const { report, said } = await start(folder, false, "--fresh");
    assertEquals(report?.provenance["resumed"], undefined);
    assertNotEquals(said.indexOf("epoch 1/3"), -1);
    assertEquals(await Array.fromAsync(Deno.readDir(`${folder}/cache/checkpoints`)), []);
  }));

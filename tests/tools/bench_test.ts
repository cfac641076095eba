import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import type { Case, Measurement } from "../../bench/case.ts";
import { measure } from "../../bench/measure.ts";
import { median } from "../../core/lab/tensors/statistics.ts";
import { loopsEngine } from "../../core/engine/loops.ts";
import { benchNote, benchTable, newestResult } from "../../tools/bench_table.ts";
import { convlab, root } from "../cli/convlab.ts";

Deno.test("median() is the middle, or the mean of the middle two", () => {
  assertEquals([median([3, 1, 2]), median([4, 1, 2, 9]), median([5])], [2, 3, 5]);
});

Deno.test("measure() runs all cases in turn and closes them", async () => {
  const said: string[] = [];
  const one = (name: string, without: readonly string[] = []): Case => ({
    name,
    unit: "a try",
    without,
    prepare: () => ({
      once: () => Promise.resolve(void said.push(name)),
      close: () => void said.push(`close ${name}`),
    }),
  });
  const cases = [one("a"), one("b"), one("c", ["loops"])];
  const measured = await measure(cases, [loopsEngine()], { rounds: 2, roundMs: 0 });
  assertEquals(said, ["a", "b", "a", "b", "a", "b", "close a", "close b"]);
  assertEquals(measured.map(({ name, engine, rounds }) => [name, engine, rounds]), [
    ["a", "loops", 2],
    ["b", "loops", 2],
  ]);
});

Deno.test("measure() repeats short cases, and uses the milliseconds that a case reports itself", async () => {
  let [repeated, asked] = [0, 0];
  const cases: Case[] = [
    {
      name: "short",
      unit: "a try",
      prepare: () => ({ once: () => Promise.resolve(void repeated++) }),
    },
    {
      name: "knows",
      unit: "a try",
      prepare: () => ({ once: () => Promise.resolve({ ms: 1000 + asked++, peak: 7 }) }),
    },
    {
      name: "long",
      unit: "a try",
      prepare: () => ({ once: () => Promise.resolve({ ms: 5000 }) }),
    },
  ];
  const patience = { rounds: 2, roundMs: 50, onceMs: 3000 };
  const [short, knows, long] = await measure(cases, [loopsEngine()], patience);
  assert(repeated > 10 && short!.ms < 50, `${repeated} times, ${short!.ms} ms`);
  assertEquals([knows!.first, knows!.ms, knows!.best, knows!.peak], [1000, 1001.5, 1001, 7]);
  assertEquals([long!.ms, long!.rounds], [5000, 1]);
});

Deno.test("bench --json prints one JSON line per measurement", async () => {
  const { code, stdout, stderr } = await convlab(
    ["bench", "--json", "--engine", "loops", "--case", "convolution", "start-up", "--rounds", "1"],
  );
  assertEquals(code, 0, stderr);
  const lines: Measurement[] = stdout.trim().split("\n").map((line) => JSON.parse(line));
  assertEquals(lines.map(({ name, engine, threads }) => ({ name, engine, threads })), [
    { name: "convolution", engine: "loops", threads: 1 },
    { name: "start-up", engine: "loops", threads: 1 },
  ]);
  for (const { ms, best } of lines) assertAlmostEquals(ms, best);
});

Deno.test("README contains the newest result in bench/results/ as its table", async () => {
  const readme = await Deno.readTextFile(`${root}/README.md`);
  const newest = await newestResult();
  assertStringIncludes(readme, benchTable(newest));
  assertStringIncludes(readme, benchNote(newest));
});

Deno.test("benchTable() compares with the fastest of the others, and leaves out what was not measured", () => {
  const one = { threads: 1, unit: "a step", best: 1, rounds: 1, version: "1", turns: [1] };
  const [, , first, second, , , , features] = benchTable({
    date: "2026-01-01",
    command: "",
    machine: { cpu: "", cores: 2, memoryGB: 8 },
    deno: "",
    measurements: [
      { ...one, name: "train-step", engine: "tensorflow", ms: 9 },
      { ...one, name: "train-step", engine: "pytorch", ms: 8 },
      { ...one, name: "train-step", engine: "wasm", ms: 2000, peak: 3 * 2 ** 20 },
      { ...one, name: "train-step", engine: "wasm", threads: 2, ms: 6 },
      { ...one, name: "features", engine: "jax", ms: 64 },
      { ...one, name: "features", engine: "native", threads: 2, ms: 32 },
    ],
  }).split("\n");
  assertEquals(
    first,
    "| a training step of the chapter's network, 32 images | PyTorch 8.0 ms |  | " +
      "2.0 s (250×), 3.00 MB | 6.0 ms (0.75×) |",
  );
  assertEquals(second, "| the same, 128 images |  |  |  |  |");
  assertEquals(
    features,
    "| InceptionV3's features up to `mixed7`, per image | JAX 2.0 ms | 1.0 ms (0.50×) |  |  |",
  );
});

Deno.test("benchNote() names the versions of all that were measured", () => {
  const one = { name: "train-step", threads: 1, unit: "", best: 1, rounds: 1, turns: [1], ms: 1 };
  assertEquals(
    benchNote({
      date: "2026-01-01",
      command: "python3 x",
      machine: { cpu: "Abacus", cores: 2, memoryGB: 8 },
      deno: "2.9.6",
      measurements: [
        { ...one, engine: "native", version: "onnxruntime 1" },
        { ...one, engine: "jax", version: "0.10" },
      ],
    }),
    "Measured on 2026-01-01 on 2 cores of an Abacus with Deno 2.9.6 and onnxruntime 1, beside " +
      "JAX 0.10: medians of turns, each engine in its own process, by `python3 x`.",
  );
});

Deno.test("bench refuses an unknown case", async () => {
  const { code, stderr } = await convlab(["bench", "--case", "tea"]);
  assertEquals([code, stderr], [
    2,
    'Cannot measure "tea": expected one of convolution, epoch, features, first-step, inception-1x1, inception-3x3, large-images, scaling, start-up, step-112, step-224, train-mlp, train-step, train-step-128. Correct --case.\n',
  ]);
});

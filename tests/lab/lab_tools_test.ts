import { assertEquals, assertNotEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { openEngine } from "../../core/engine/open.ts";
import { callLine } from "../../core/lab/call_site.ts";
import { computeTools } from "../../core/lab/compute_tools.ts";
import { LabInterruption } from "../../core/lab/interruption.ts";
import { labOptions } from "../../core/lab/options.ts";
import { LabRecord } from "../../core/lab/record.ts";
import { reportTools } from "../../core/lab/report_tools.ts";
import type { LabSession } from "../../core/lab/session.ts";
import { trainingTools } from "../../core/lab/training_tools.ts";
import { DivergedError } from "../../core/training/divergence.ts";
import { text } from "../../core/report/mod.ts";
import {
  conv,
  dense,
  evaluate,
  flatten,
  globalPool,
  input,
  load,
  meanSquaredError,
  normalize,
  pipeline,
  sgd,
  train,
  UserError,
} from "../../dsl/mod.ts";

/** The session of a lab that was started with `args`; it has no signal handlers. */
async function session(...args: string[]): Promise<LabSession> {
  const template = new URL("../../tools/lab_template.ts", import.meta.url);
  const options = await labOptions("lab_template", args);
  const engine = await openEngine("loops");
  return {
    name: "lab_template",
    url: import.meta.url,
    options,
    data: { download: false },
    record: new LabRecord({
      lab: "lab_template",
      source: await Deno.readTextFile(template),
      options,
      command: "",
      claims: [],
    }),
    interruption: new LabInterruption(),
    engine: () => Promise.resolve(engine),
    quiet: () => Promise.resolve(),
    checkpoints: { open: () => Promise.resolve(undefined), clear: () => Promise.resolve() },
    writeReport: () => Promise.resolve(),
  };
}

const filter = pipeline(input(2, 2, 1), conv(1, { kernel: 2 }));

/** The report's JSON of what a session has recorded so far. */
async function recorded({ record }: LabSession) {
  const folder = await Deno.makeTempDir();
  try {
    return await record.write(folder, false);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("compute() gives one output for one example, and a batch for a batch", async () => {
  const { compute } = computeTools(await session());
  const one = await compute(filter, { shape: [2, 2, 1], data: Float32Array.of(1, 2, 3, 4) });
  const two = await compute(filter, {
    shape: [2, 2, 2, 1],
    data: Float32Array.of(1, 2, 3, 4, 0, 0, 0, 0),
  });
  assertEquals([one.shape, two.shape], [[1, 1, 1], [2, 1, 1, 1]]);
  assertEquals(two.data[0], one.data[0]);
});

Deno.test("compute() asks for x where the pipeline begins with input(…)", async () => {
  const { compute } = computeTools(await session());
  const { message } = await assertRejects(() => compute(filter), UserError);
  assertEquals(
    message,
    "Cannot compute the pipeline: it begins with input(…), expected a tensor x, found none; " +
      "pass x as the second argument.",
  );
});

Deno.test("model() draws the weights of --seed unless it gets another seed", async () => {
  const kernel = async (args: string[], seed?: number) => {
    const { model } = computeTools(await session(...args));
    const made = await model(filter, seed === undefined ? {} : { seed });
    return (await made.weights())["conv1/kernel"]!.data;
  };
  assertEquals(await kernel(["--seed", "3"]), await kernel([], 3));
  assertNotEquals(await kernel(["--seed", "3"]), await kernel([]));
});

Deno.test("fit() takes --epochs instead of the pipeline's own number", async () => {
  const opened = await session("--epochs", "2");
  const { fit } = trainingTools(opened, computeTools(opened).model);
  const learner = pipeline(
    input(2, 2, 1),
    conv(1, { kernel: 2 }),
    train({ epochs: 5, loss: meanSquaredError() }),
  );
  const { history } = await fit(learner, {
    x: { shape: [1, 2, 2, 1], data: Float32Array.of(1, 2, 3, 4) },
    y: { shape: [1, 1, 1, 1], data: Float32Array.of(1) },
  });
  assertEquals(history.loss.length, 2);
});

Deno.test("fit() keeps the epochs before a training diverged for the report", async () => {
  const opened = await session();
  const { fit } = trainingTools(opened, computeTools(opened).model);
  const learner = pipeline(
    input(1),
    dense(1),
    train({ epochs: 9, optimizer: sgd({ learningRate: 1e15 }), loss: meanSquaredError() }),
  );
  const pairs = {
    x: { shape: [1, 1], data: Float32Array.of(1) },
    y: { shape: [1, 1], data: Float32Array.of(100) },
  };
  const { history } = await assertRejects(() => fit(learner, pairs), DivergedError);
  const report = await recorded(opened);
  assertEquals(report.runs["fit 1"]?.loss, history.loss);
  assertEquals(history.loss.every(Number.isFinite) && history.loss.length > 0, true);
  assertEquals(report.pipelines["fit 1"], JSON.parse(JSON.stringify(learner)));
});

Deno.test("fit() puts the hint at examples sorted by class on the page", async () => {
  const opened = await session();
  const { fit } = trainingTools(opened, computeTools(opened).model);
  const learner = pipeline(
    input(1),
    dense(2, "softmax"),
    train({ epochs: 1, validationSplit: 0.5 }),
  );
  await fit(learner, {
    x: { shape: [4, 1], data: Float32Array.of(1, 2, 3, 4) },
    y: { shape: [4], data: Float32Array.of(0, 0, 1, 1) },
  });
  const folder = await Deno.makeTempDir();
  await opened.record.write(folder, false);
  const page = await Deno.readTextFile(`${folder}/lab_template.html`);
  await Deno.remove(folder, { recursive: true });
  assertStringIncludes(
    page,
    '<div class="note warning" role="note"><p>The last 2 examples validate, and their class 1 ' +
      "does not occur in the first 2, which train",
  );
});

Deno.test("run() keeps metrics, history, data and pipeline under the run's name", async () => {
  const opened = await session();
  const { run } = trainingTools(opened, computeTools(opened).model);
  const mean = pipeline(
    load("fashion-mnist"),
    normalize(),
    globalPool(),
    flatten(),
    evaluate({ loss: meanSquaredError() }),
  );
  const { metrics, dataset } = await run(mean, { name: "mean" });
  const report = await recorded(opened);
  assertEquals(Object.keys(report.metrics), ["mean/test_loss", "mean/test_accuracy"]);
  assertEquals(report.metrics["mean/test_accuracy"], metrics["test_accuracy"]);
  assertEquals(Object.keys(report.runs), ["mean"]);
  assertEquals(report.pipelines["mean"], JSON.parse(JSON.stringify(mean)));
  assertEquals(
    report.data.map(({ sha256 }) => sha256),
    dataset.provenance.map(({ sha256 }) => sha256),
  );
});

Deno.test("show() places outputs under the line that calls it", async () => {
  const opened = await session();
  const { show } = reportTools(opened);
  const before = callLine(import.meta.url);
  show(text("one"), text("two"));
  const { outputs } = await recorded(opened);
  assertEquals(outputs.map(({ line, value }) => [line, value]), [
    [before + 1, "one"],
    [before + 1, "two"],
  ]);
});

/**
 * @title A lab of my own
 * @section Own experiments
 * @run deno run --allow-read=.,/usr/share/datasets,/sys/devices/system/cpu --allow-write=reports,.convlab/cache/checkpoints,.convlab/cache/pictures --allow-env=CONVLAB_CACHE,IMAGESCRIPT_WASM_SIMD,UNDICI_NO_WASM_SIMD,UNDICI_USE_MILO --allow-ffi=node_modules tools/lab_template.ts
 * @needs nothing
 * @minutes 0.2
 * @goals
 * - change a step of a pipeline and say what it does to the accuracy
 */
import { lab, modelSummary } from "../core/lab/mod.ts";
import { lineChart } from "../core/report/mod.ts";
import {
  conv,
  dense,
  evaluate,
  flatten,
  load,
  normalize,
  pipeline,
  pool,
  train,
} from "../dsl/mod.ts";

const { show, print, check, run, pick, finish } = await lab(import.meta);

// How few numbers does a network need to tell clothes apart? Comments are the report's prose, in
// Markdown; begin with your question.

// # A pipeline
//
// A picture comes in, ten scores go out; every step says what shape it makes of its input.
const network = pipeline(
  load("fashion-mnist"),
  normalize(),
  pool(2),
  conv(8, { kernel: 3 }),
  pool(2),
  flatten(),
  dense(10, "softmax"),
  train({ epochs: pick(2, 10), validationSplit: 0.1 }),
  evaluate(),
);

//: A comment with a colon is the caption of what the statement below it shows.
show(modelSummary(network));

// # Training
//
// A quick run trains on the 10,000 embedded pictures; `--full` takes all 60,000.
const { history, metrics } = await run(network);

//: When the validation loss rises while the other falls, the network learns by heart.
show(lineChart({
  x: { name: "epoch", unit: "" },
  y: { name: "loss", unit: "" },
  series: [
    { name: "training", y: history.loss },
    { name: "validation", y: history.val_loss, line: "dash" },
  ],
}));
print(`test accuracy ${metrics["test_accuracy"]?.toFixed(4)}`);
check("the network is better than guessing", metrics["test_accuracy"] ?? null, { above: 0.1 });

await finish();

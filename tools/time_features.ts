/**
 * Times what lab 11's frozen network takes for a batch, each time a line comes in: a partner for
 * tools/bench_keras_features.py, which lets this and Keras take turns.
 *
 *     deno run --allow-env --allow-read --allow-ffi tools/time_features.ts ENGINE THREADS BATCH
 *
 * Each answer is a line of JSON: {engine, version, threads, ms}, for the whole batch.
 */
import { openEngine } from "../core/engine/open.ts";
import { Model } from "../core/model.ts";
import { random } from "../core/random.ts";
import { pretrainedWeights } from "../core/weights/pretrained.ts";
import { input, pipeline, pretrained } from "../dsl/mod.ts";

const SIDE = 75;
const [name = "native", threads = "2", batch = "32"] = Deno.args;
const frozen = pipeline(input(SIDE, SIDE, 3), pretrained("inception-v3", { until: "mixed7" }));
const engine = await openEngine(name, { threads: Number(threads) });
const { weights } = await pretrainedWeights(frozen);
const model = new Model(frozen, engine, weights);
const stream = random(0);
const shape = [Number(batch), SIDE, SIDE, 3];
const data = Float32Array.from(
  { length: shape.reduce((a, b) => a * b) },
  () => 2 * stream.uniform() - 1,
);

let asked = "";
for await (const text of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
  asked += text;
  for (; asked.includes("\n"); asked = asked.slice(asked.indexOf("\n") + 1)) {
    const began = performance.now();
    await model.predict({ shape, data });
    const ms = performance.now() - began;
    const { version } = engine;
    console.log(JSON.stringify({ engine: engine.name, version, threads: engine.threads, ms }));
  }
}
await model.close();

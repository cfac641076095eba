/** The smallest program that computes: what `start-up` measures. The engine is its argument. */
import { applyPipeline } from "../core/apply.ts";
import { openEngine } from "../core/engine/open.ts";
import { input, pipeline, pool } from "../dsl/mod.ts";

const engine = await openEngine(Deno.args[0] ?? "auto");
const x = { shape: [1, 2, 2, 1], data: Float32Array.of(1, 2, 3, 4) };
const { y } = await applyPipeline(pipeline(input(2, 2, 1), pool(2)), engine, {}, x);
console.log(y.data[0]);

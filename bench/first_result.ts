/** The smallest program that computes: what `start-up` measures. */
import { vjp } from "../core/model/vjp.ts";
import { input, pipeline, pool } from "../dsl/mod.ts";
import { askedEngine } from "./asked_engine.ts";
import { peakMemory } from "./peak.ts";

const engine = await askedEngine();
const x = { shape: [1, 2, 2, 1], data: Float32Array.of(1, 2, 3, 4) };
await vjp(pipeline(input(2, 2, 1), pool(2)), engine, {}, x);
console.log(peakMemory());

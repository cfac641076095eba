/** The smallest program that computes. The case `start-up` measures it. */
import { vjp } from "../core/model/vjp.ts";
import { input, pipeline, pool } from "../dsl/mod.ts";
import { engineFromArguments } from "./engine_argument.ts";
import { peakMemory } from "./peak.ts";

const engine = await engineFromArguments();
const x = { shape: [1, 2, 2, 1], data: Float32Array.of(1, 2, 3, 4) };
await vjp(pipeline(input(2, 2, 1), pool(2)), engine, {}, x);
console.log(peakMemory());

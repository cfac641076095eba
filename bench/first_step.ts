/** From nothing to the first training step: what `first-step` measures. */
import { askedEngine } from "./asked_engine.ts";
import { chapterCnn } from "./networks.ts";
import { peakMemory } from "./peak.ts";
import { prepareStep } from "./training.ts";

const engine = await askedEngine();
await prepareStep(chapterCnn, 32, engine).once();
console.log(peakMemory());

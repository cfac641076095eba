/** A program that starts and trains one step. The case `first-step` measures it. */
import { engineFromArguments } from "./engine_argument.ts";
import { chapterCnn } from "./networks.ts";
import { peakMemory } from "./peak.ts";
import { prepareStep } from "./training.ts";

const engine = await engineFromArguments();
await prepareStep(chapterCnn, 32, engine).once();
console.log(peakMemory());

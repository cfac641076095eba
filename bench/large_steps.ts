/** Three training steps on large images. The case `large-images` measures them. */
import { engineFromArguments } from "./engine_argument.ts";
import { largeImages } from "./networks.ts";
import { peakMemory } from "./peak.ts";
import { prepareStep } from "./training.ts";

const engine = await engineFromArguments();
const { once } = prepareStep(largeImages, 32, engine);
for (let step = 0; step < 3; step++) await once();
console.log(peakMemory());

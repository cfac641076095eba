/** Three training steps on large images: what `large-images` measures. */
import { askedEngine } from "./asked_engine.ts";
import { largeImages } from "./networks.ts";
import { peakMemory } from "./peak.ts";
import { prepareStep } from "./training.ts";

const engine = await askedEngine();
const { once } = prepareStep(largeImages, 32, engine);
for (let step = 0; step < 3; step++) await once();
console.log(peakMemory());

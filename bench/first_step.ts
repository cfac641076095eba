/** From nothing to the first training step: what `first-step` measures. The engine is its argument. */
import { openEngine } from "../core/engine/open.ts";
import { chapterCnn } from "./networks.ts";
import { prepareStep } from "./training.ts";

await prepareStep(chapterCnn, 32, await openEngine(Deno.args[0] ?? "auto")).once();
console.log(Deno.memoryUsage().rss);

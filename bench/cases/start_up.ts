/** From nothing to the first result: a new Deno process opens the engine and computes one pixel. */
import { processCase } from "../process.ts";

export default processCase("start-up", "first_result.ts");

/** The time from starting a process to its first result: it opens the engine and computes one pixel. */
import { processCase } from "../process.ts";

export default processCase("start-up", "first_result.ts");

/** The time from starting a process to its first training step: what a student waits for. */
import { processCase } from "../process.ts";

export default processCase("first-step", "first_step.ts", ["cpu", "loops"]);

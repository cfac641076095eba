/** From nothing to the first training step: what a student waits for before anything moves. */
import { processCase } from "../process.ts";

export default processCase("first-step", "first_step.ts", ["cpu", "loops"]);

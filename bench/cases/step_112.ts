/** One training step on 32 colour photographs of 112×112 pixels. */
import { pictureCnn } from "../networks.ts";
import { trainingCase } from "../training.ts";

export default trainingCase("step-112", pictureCnn(112), 32, ["cpu", "loops"]);

/** One training step on 8 colour photographs of 224×224 pixels. */
import { pictureCnn } from "../networks.ts";
import { trainingCase } from "../training.ts";

export default trainingCase("step-224", pictureCnn(224), 8, ["cpu", "loops"]);

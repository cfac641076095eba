/** The same on a batch of 128: more work a step, so less of it is overhead. */
import { chapterCnn } from "../networks.ts";
import { trainingCase } from "../training.ts";

export default trainingCase("train-step-128", chapterCnn, 128, ["cpu", "loops"]);

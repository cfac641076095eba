/** One training step of the chapter's network on 128 images: more work per step, and less overhead. */
import { chapterCnn } from "../networks.ts";
import { trainingCase } from "../training.ts";

export default trainingCase("train-step-128", chapterCnn, 128, ["cpu", "loops"]);

/** One training step of the chapter's network on Keras's default batch of 32. */
import { chapterCnn } from "../networks.ts";
import { trainingCase } from "../training.ts";

export default trainingCase("train-step", chapterCnn, 32);

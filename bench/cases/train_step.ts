/** One training step of the chapter's network on 32 images, the batch size that is Keras's default. */
import { chapterCnn } from "../networks.ts";
import { trainingCase } from "../training.ts";

export default trainingCase("train-step", chapterCnn, 32);

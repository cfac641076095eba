/**
 * Fashion-MNIST: 70,000 grey images of clothes, 28×28, in ten classes (Xiao, Rasul, Vollgraf 2017,
 * https://arxiv.org/abs/1708.07747; MIT licence, Zalando SE).
 */
import facts from "../../weights/data/fashion-mnist.json" with { type: "json" };
import type { DatasetSource } from "./manifest.ts";

/** The ten classes, with the names that the book gives them. */
const CLASSES = [
  "T-shirt",
  "Trouser",
  "Pullover",
  "Dress",
  "Coat",
  "Sandal",
  "Shirt",
  "Sneaker",
  "Bag",
  "Boots",
] as const;

/** What is known about Fashion-MNIST; the files' facts are written by tools/make_fashion_subset.ts. */
export const fashionMnist: DatasetSource = {
  name: "fashion-mnist",
  classes: CLASSES,
  shape: [28, 28, 1],
  address: facts.address,
  systemDir: "/usr/share/datasets/fashion-mnist",
  full: facts.full,
  subset: facts.subset,
};

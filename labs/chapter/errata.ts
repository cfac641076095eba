/** Slips of the chapter, each with the claim that proves it. */
import type { Point } from "../../core/report/mod.ts";
import { claimOf, figureOf } from "./links.ts";

/** The errata, in the chapter's order. */
export const errata: readonly Point[] = [
  {
    text: "The Laplacian is printed with its ones on the diagonals. They belong to the four " +
      "nearest neighbours, as in the chapter's own lab code; the printed matrix gives twice the " +
      "Laplacian, on a grid turned by 45°.",
    shown: [
      claimOf("03_edges", "stencil", "derived from second differences"),
      claimOf("03_edges", "bowl-four-neighbours", "the neighbours give 4"),
      claimOf("03_edges", "bowl-printed", "the printed matrix gives 8"),
    ],
  },
  {
    text: "The second difference along $x_2$ is printed with a term of the one along $x_1$: " +
      "$I_{i+1,j} - I_{i,j}$ should be $I_{i,j+1} - I_{i,j}$.",
    shown: [claimOf("03_edges", "second-axis", "what the printed term gives")],
  },
  {
    text:
      "The Laplacian is said to be the gradient's dot product with itself. It is the operator " +
      "$\\nabla$ whose product with itself is meant.",
    shown: [claimOf("03_edges", "dot-product", "both on a function that we know")],
  },
  {
    text: "The address of `david.png` is misspelt the second time: `dkknife` for `dknife`.",
    shown: [claimOf("04_convolution", "addresses", "the addresses compared")],
  },
  {
    text:
      "Pooling is said to take noise away, and max pooling to change little when pixels do. Mean " +
      "pooling takes noise away; a maximum ignores what becomes darker and passes on what becomes " +
      "brighter.",
    shown: [
      claimOf("05_learned_filters", "noise-mean", "noise, with the mean"),
      claimOf("05_learned_filters", "noise-max", "noise, with the maximum"),
      claimOf("07_pooling", "robust-bright", "bright pixels"),
    ],
  },
  {
    text: "A comma is missing in the model's code: `padding='same' filters = 64`.",
    shown: [
      claimOf("08_cnn_architecture", "printed-code", "what a parser says"),
      claimOf("08_cnn_architecture", "mended-code", "with the comma"),
    ],
  },
  {
    text:
      "`rand_idx` is drawn up to 9,999, and near the end fewer than 25 images are left to show.",
    shown: [claimOf("10_fashion_mnist", "rand-idx", "images left at 9,999")],
  },
  {
    text:
      "The three convolutions of the Fashion-MNIST network have no activation. Two with nothing " +
      "between them would be one; here only pooling's maximum stands between one weighted sum and " +
      "the next. Lab 13 puts relu there.",
    shown: [
      claimOf("13_beyond_the_book", "two-are-one", "two with nothing between them"),
      claimOf("13_beyond_the_book", "no-weighted-sum", "what makes them more than one"),
    ],
  },
  {
    text:
      "`preprocess_input` is imported and never called: the face finder's pixels go from 0 to 1, " +
      "while InceptionV3 learned on pixels from −1 to 1.",
    shown: [
      claimOf("12_face_finder", "preprocessing", "told right, with it and without"),
      figureOf("12_face_finder", "outputs", "the ten outputs of both"),
    ],
  },
  {
    text: "The face finder's summary is printed twice, with 96 parameters for " +
      "`batch_normalization_2` the first time and 192 the second. It keeps three numbers for each of " +
      "64 channels: 192.",
    shown: [
      claimOf("12_face_finder", "batch_normalization_2-the-first-time", "96, printed first"),
      claimOf("12_face_finder", "batch_normalization_2-the-second-time", "192, printed second"),
    ],
  },
];

/** Slips of the chapter, each with the claim or the check that proves it. */
import type { Point } from "../../core/report/mod.ts";
import { checkOf, claimOf, figureOf } from "./links.ts";

/** The errata, in the chapter's order. */
export const errata: readonly Point[] = [
  {
    text: "The Laplacian is printed with its ones on the diagonals. They belong to the four " +
      "nearest neighbours, as in the chapter's own lab code; the printed matrix gives twice the " +
      "Laplacian, on a grid turned by 45°.",
    shown: [
      claimOf("03_edges", "stencil", "derived from second differences"),
      checkOf(
        "03_edges",
        "the four neighbours give the Laplacian of x₁² + x₂² at all 25 inner pixels",
        "the neighbours give 4",
      ),
      checkOf(
        "03_edges",
        "the printed matrix gives twice the Laplacian of x₁² + x₂² at all of them",
        "the printed matrix gives 8",
      ),
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
    text:
      "Max pooling is said to change little when pixels do. A maximum ignores what becomes darker " +
      "and passes on what becomes brighter.",
    shown: [claimOf("07_pooling", "robust-bright", "bright pixels")],
  },
  {
    text: "A comma is missing in the model's code: `padding='same' filters = 64`.",
    shown: [
      claimOf("08_cnn_architecture", "printed-code", "what a parser says"),
      checkOf("08_cnn_architecture", "the same line with the comma can be read", "with the comma"),
    ],
  },
  {
    text:
      "`rand_idx` is drawn up to 9,999, and near the end fewer than 25 images are left to show.",
    shown: [checkOf(
      "10_fashion_mnist",
      "fewer than 25 images are left to show from rand_idx = 9,999 on",
      "images left at 9,999",
    )],
  },
  {
    text:
      "The three convolutions of the Fashion-MNIST network have no activation. Two with nothing " +
      "between them would be one; here only pooling's maximum stands between one weighted sum and " +
      "the next. Lab 13 puts relu there.",
    shown: [
      checkOf(
        "13_beyond_the_book",
        "largest difference of two Laplacians with nothing between them and the 5×5 filter",
        "two with nothing between them",
      ),
      checkOf(
        "13_beyond_the_book",
        "what makes two convolutions more than one weighted sum, when it stands between them",
        "what makes them more than one",
      ),
    ],
  },
  {
    text:
      "`preprocess_input` is imported and never called: the face finder's pixels go from 0 to 1, " +
      "while InceptionV3 learned on pixels from −1 to 1.",
    shown: [
      checkOf(
        "12_face_finder",
        "with −1…1, as preprocess_input makes them, as many pictures are told right as with 0…1",
        "told right, with it and without",
      ),
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

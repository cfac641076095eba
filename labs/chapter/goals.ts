/** What the chapter asks at its beginning (이 장에서 배울 것들), and the labs that answer. */
import type { Point } from "../../core/report/mod.ts";
import { checkOf, figureOf } from "./links.ts";

/** The chapter's four questions. */
export const goals: readonly Point[] = [
  {
    text: "What goes wrong when a plain network is given pictures?",
    shown: [
      figureOf("01_receptive_field", "flattened", "a picture as one long vector"),
      figureOf("01_receptive_field", "accuracy", "shuffled pixels are all the same to it"),
      figureOf("09_why_cnns_work", "parameters", "its parameters grow with the picture"),
    ],
  },
  {
    text: "How does a convolutional network work?",
    shown: [
      checkOf(
        "02_filters",
        "p and its right neighbour q by the engine are those of the pencil",
        "one pixel by hand",
      ),
      checkOf("04_convolution", "the loops and the engine agree", "the four loops"),
      figureOf("05_learned_filters", "learning-laplacian", "a filter is learned"),
      figureOf("08_cnn_architecture", "feature-maps", "a whole network"),
    ],
  },
  {
    text: "Why does it work so well?",
    shown: [
      figureOf("09_why_cnns_work", "connections", "few connections, shared weights"),
      figureOf("09_why_cnns_work", "equivariance-shift", "what moves, moves along"),
      figureOf("10_fashion_mnist", "predictions", "Fashion-MNIST"),
    ],
  },
  {
    text: "What do padding and pooling do to what a network learns?",
    shown: [
      figureOf("06_padding_stride_channels", "pad-values", "padding at the border"),
      figureOf("07_pooling", "shrinking", "two ways to shrink"),
      figureOf("07_pooling", "noise", "noise"),
    ],
  },
];

/** The chapter's summary (핵심 정리) in our own words, each point with what shows it. */
import type { Point } from "../../core/report/mod.ts";
import { checkOf, claimOf, figureOf, labOf } from "./links.ts";

/** The chapter's twelve key points, in its order. */
export const keyPoints: readonly Point[] = [
  {
    text: "A nerve cell of the eye answers to a part of the field of view only, its " +
      "**수용장(receptive field)**, and only if there is enough to see.",
    shown: [figureOf("01_receptive_field", "field", "what one output sees")],
  },
  {
    text: "The **시각 피질(visual cortex)** passes on what it sees layer by layer, and the field " +
      "grows from layer to layer. The **합성곱 신경망(convolutional neural network)** is built on " +
      "that plan.",
    shown: [
      figureOf("01_receptive_field", "growth", "the field by depth"),
      checkOf(
        "01_receptive_field",
        "receptive field of 1 to 6 stacked 3×3 convolutions, measured: 2n + 1",
        "2n + 1, measured",
      ),
    ],
  },
  {
    text: "In the network, **합성곱(convolution)** does what the receptive field does: a small " +
      "region becomes one number.",
    shown: [checkOf(
      "02_filters",
      "p and its right neighbour q by the engine are those of the pencil",
      "a region becomes p",
    )],
  },
  {
    text: "A small matrix, the **필터(filter)** or **커널(kernel)**, is laid over the picture " +
      "everywhere. What comes out is a **특징(feature)** of the picture.",
    shown: [
      figureOf("03_edges", "photograph", "edges of a portrait"),
      figureOf("04_convolution", "laplacian-filter", "the same by four loops"),
    ],
  },
  {
    text: "A filter has two dimensions, so it keeps who is whose neighbour, which a flattened " +
      "picture loses.",
    shown: [
      checkOf(
        "01_receptive_field",
        "mean distance in the vector of pixels that touch sideways, and vertically (image width 28)",
        "neighbours end up far apart",
      ),
      figureOf("01_receptive_field", "accuracy", "what shuffled pixels cost"),
    ],
  },
  {
    text: "Filters are an old tool of image processing: **상자 필터(box filter)**, **가우스 " +
      "필터(Gaussian filter)**, **라플라시안(Laplacian)**.",
    shown: [
      figureOf("02_filters", "photograph", "box and Gaussian"),
      claimOf("03_edges", "stencil", "the Laplacian derived"),
    ],
  },
  {
    text: "A good filter brings out a feature, and a network can learn good filters from " +
      "examples. This is the idea of the whole chapter.",
    shown: [
      figureOf("05_learned_filters", "learning-laplacian", "nine numbers, step by step"),
      checkOf(
        "05_learned_filters",
        "largest error of any weight: both filters, three seeds",
        "how near they come",
      ),
    ],
  },
  {
    text:
      "Convolutions make the picture smaller; **패딩(padding)**, pixels added around it, keeps " +
      "its size. The place that a filter covers is its **윈도우(window)**, the step by which it " +
      "moves the **스트라이드(stride)**.",
    shown: [
      checkOf(
        "05_learned_filters",
        "3×3 layers on 28×28 until no window fits",
        "how soon nothing is left",
      ),
      claimOf("06_padding_stride_channels", "keeps-size", "padding keeps the size"),
      figureOf("06_padding_stride_channels", "strides", "stride 1, 2, 3"),
      checkOf(
        "06_padding_stride_channels",
        "rows of the table (two sizes each) in which formula and engine agree",
        "the size by a formula",
      ),
    ],
  },
  {
    text: "**풀링(pooling)** turns a region into one number. It sums up what is there and makes " +
      "the model **강건한(robust)**: little changes where little is changed.",
    shown: [
      figureOf("07_pooling", "changed-outputs", "which outputs change"),
      figureOf("07_pooling", "noise", "what is left of noise"),
    ],
  },
  {
    text: "The one number is the largest (**최대값 풀링**, max pooling) or the mean (**평균값 " +
      "풀링**, mean pooling).",
    shown: [
      checkOf("07_pooling", "the four maxima", "the four maxima"),
      checkOf("07_pooling", "the four means", "the four means"),
    ],
  },
  {
    text: "**이미지넷(ImageNet)**, a huge collection of labelled pictures, became the measure of " +
      "such networks, and years of work on it made them good.",
    shown: [
      figureOf("09_why_cnns_work", "ilsvrc", "the challenge's winners"),
      figureOf("09_why_cnns_work", "inception-cost", "the inception module"),
      labOf("10_fashion_mnist"),
    ],
  },
  {
    text: "Good networks have been published. To change one that has learned already so that it " +
      "serves another purpose is **전이학습(transfer learning)**.",
    shown: [
      claimOf("11_transfer_learning", "parameters-trainable", "few parameters are left to learn"),
      figureOf("11_transfer_learning", "few-examples", "when it pays"),
      figureOf("12_face_finder", "found", "faces, learned from thirty pictures"),
    ],
  },
];

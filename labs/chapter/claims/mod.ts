/** All claims of the chapter, lab by lab. Labs that are not here try what is not the chapter's. */
import { claims as edges } from "./03_edges.ts";
import { claims as convolution } from "./04_convolution.ts";
import { claims as learnedFilters } from "./05_learned_filters.ts";
import { claims as paddingStrideChannels } from "./06_padding_stride_channels.ts";
import { claims as pooling } from "./07_pooling.ts";
import { claims as architecture } from "./08_cnn_architecture.ts";
import { claims as whyCnnsWork } from "./09_why_cnns_work.ts";
import { claims as fashionMnist } from "./10_fashion_mnist.ts";
import { claims as transferLearning } from "./11_transfer_learning.ts";
import { claims as faceFinder } from "./12_face_finder.ts";
import type { ChapterClaim } from "./record.ts";

export type { ChapterClaim } from "./record.ts";

/** In the chapter's order. */
export const chapterClaims: readonly ChapterClaim[] = [
  ...edges,
  ...convolution,
  ...learnedFilters,
  ...paddingStrideChannels,
  ...pooling,
  ...architecture,
  ...whyCnnsWork,
  ...fashionMnist,
  ...transferLearning,
  ...faceFinder,
];

/** The chapter's terms, Korean and English, with the lab that introduces each. */
import type { Term } from "../../core/report/mod.ts";

const labs = {
  fields: "01_receptive_field",
  filters: "02_filters",
  edges: "03_edges",
  loops: "04_convolution",
  learned: "05_learned_filters",
  padding: "06_padding_stride_channels",
  pooling: "07_pooling",
  networks: "08_cnn_architecture",
  success: "09_why_cnns_work",
  transfer: "11_transfer_learning",
} as const;

const term = (lab: keyof typeof labs, korean: string, english: string, meaning: string): Term => ({
  korean,
  english,
  meaning,
  // The column is headed "Lab".
  shown: { lab: labs[lab], text: String(Number.parseInt(labs[lab], 10)) },
});

/** In the order in which the chapter introduces them. */
export const glossary: readonly Term[] = [
  term("fields", "시각 피질", "visual cortex", "the part of the brain that takes in what is seen"),
  term("fields", "수용장", "receptive field", "the part of the picture that one output depends on"),
  term(
    "filters",
    "합성곱",
    "convolution",
    "products of a filter and a region, added up, everywhere",
  ),
  term("filters", "필터", "filter", "the small matrix of weights that is laid over the picture"),
  term("filters", "커널", "kernel", "another word for a filter"),
  term("filters", "상자 필터", "box filter", "all weights alike: the mean of the region"),
  term("filters", "평균 필터", "average filter", "another word for the box filter"),
  term("filters", "가우스 필터", "Gaussian filter", "the nearer to the middle, the more weight"),
  term("filters", "가중치", "weight", "what a number counts for in a sum"),
  term("filters", "정규 분포", "normal distribution", "the bell curve that gives those weights"),
  term("edges", "정의역", "domain", "what a function takes: here the places of pixels"),
  term("edges", "치역", "range", "what a function gives: here brightness"),
  term("edges", "기울기", "gradient", "how steeply brightness changes, and in which direction"),
  term("edges", "내적", "dot product", "products of two vectors' entries, added up"),
  term("edges", "윤곽선", "edge", "where brightness changes abruptly"),
  term("edges", "라플라시안", "Laplacian", "second derivatives along all axes, added"),
  term("loops", "채널", "channel", "one of the numbers kept for each pixel, such as red"),
  term("learned", "파라미터", "parameter", "a number that training may change"),
  term("learned", "특성 맵", "feature map", "what one filter makes of a picture"),
  term("padding", "패딩", "padding", "pixels added around a picture so that its size is kept"),
  term("padding", "윈도우", "window", "the place that the filter covers"),
  term("padding", "스트라이드", "stride", "how far the window moves"),
  term(
    "padding",
    "다중 채널",
    "multi-channel",
    "of several channels; a filter sums over all of them",
  ),
  term("pooling", "풀링", "pooling", "one number for each region, without weights"),
  term("pooling", "최대값 풀링", "max pooling", "the largest number of each region"),
  term("pooling", "평균값 풀링", "mean pooling", "the mean of each region"),
  term(
    "pooling",
    "이동 불변성",
    "translation invariance",
    "the result stays though the input moves",
  ),
  term("pooling", "강건한 모델", "robust model", "small changes of the input change it little"),
  term("networks", "합성곱 신경망", "convolutional neural network", "layers of learned filters"),
  term("networks", "합성곱 계층", "convolution layer", "a layer of filters that are learned"),
  term("networks", "풀링 계층", "pooling layer", "a layer that pools"),
  term("networks", "평탄화", "flatten", "maps written as one vector, place by place"),
  term("success", "희소 상호작용", "sparse interaction", "each output depends on few inputs"),
  term("success", "파라미터 공유", "parameter sharing", "the same weights in every place"),
  term("success", "등변성", "equivariance", "change the input, and the output changes alike"),
  term("success", "이미지넷", "ImageNet", "15 million labelled pictures in 22,000 categories"),
  term("success", "인셉션 모듈", "inception module", "windows of several sizes side by side"),
  term(
    "transfer",
    "전이학습",
    "transfer learning",
    "a network that has learned already, changed a little for another purpose",
  ),
  term(
    "transfer",
    "사전 학습된 모델",
    "pretrained model",
    "a network whose parameters were learned on other data",
  ),
  term(
    "transfer",
    "특징 추출기",
    "feature extractor",
    "its lower layers, frozen: they turn a picture into features",
  ),
];

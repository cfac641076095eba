/** The words of the figure `field`. */
import type { Words } from "../base/language.ts";

const en = {
  input: "Input",
  layer: (i: number) => `Layer ${i}`,
  conv: "convolution",
  pool: "pooling",
  kind: (i: number) => `Kind of layer ${i}`,
  window: "window",
  stride: "stride",
  windowOf: (i: number) => `Window of layer ${i}`,
  strideOf: (i: number) => `Stride of layer ${i}`,
  add: "Add a layer",
  remove: "Remove the last",
  sees: (layer: number, rows: number, columns: number) =>
    `One pixel of layer ${layer} sees ${rows}×${columns} pixels of the input.`,
  cut: "A part of that lies outside: there is nothing to see there.",
  grows: (before: number, k: number, jump: number, now: number) =>
    `${before} + (${k} − 1) · ${jump} = ${now}`,
  why: (jump: number) =>
    jump === 1
      ? "A window of k pixels adds k − 1 to what a pixel sees."
      : `Neighbours in the layer before lie ${jump} pixels of the input apart, so a window of k pixels adds (k − 1) · ${jump}.`,
  table: "How the receptive field grows",
  point:
    "Point at a pixel of any layer: the frames show what it sees in the layers before and in the input.",
  view: (name: string, size: string) => `${name}, ${size}. The arrow keys choose a pixel.`,
  full: "The picture is too small for another layer like this.",
  spoken: (layer: number, row: number, column: number, size: number) =>
    `Layer ${layer}, row ${row}, column ${column} sees ${size} by ${size} pixels`,
};

const ko: typeof en = {
  input: "입력",
  layer: (i) => `${i}층`,
  conv: "합성곱",
  pool: "풀링",
  kind: (i) => `${i}층의 종류`,
  window: "창",
  stride: "스트라이드",
  windowOf: (i) => `${i}층의 창`,
  strideOf: (i) => `${i}층의 스트라이드`,
  add: "층 더하기",
  remove: "마지막 층 빼기",
  sees: (layer, rows, columns) =>
    `${layer}층의 픽셀 하나는 입력의 ${rows}×${columns} 픽셀을 봅니다.`,
  cut: "그 가운데 일부는 이미지 바깥이라 볼 것이 없습니다.",
  grows: (before, k, jump, now) => `${before} + (${k} − 1) · ${jump} = ${now}`,
  why: (jump) =>
    jump === 1
      ? "픽셀 k개짜리 창은 보는 영역을 k − 1만큼 넓힙니다."
      : `앞 층의 이웃 픽셀은 입력에서 ${jump}픽셀 떨어져 있으므로, 픽셀 k개짜리 창은 (k − 1) · ${jump}만큼 넓힙니다.`,
  table: "수용장이 커지는 과정",
  point:
    "어느 층의 픽셀이든 가리켜 보세요. 그 픽셀이 앞 층들과 입력에서 보는 영역이 테두리로 나타납니다.",
  view: (name, size) => `${name}, ${size}. 화살표 키로 픽셀을 고릅니다.`,
  full: "이런 층을 더 놓기에는 이미지가 너무 작습니다.",
  spoken: (layer, row, column, size) =>
    `${layer}층 ${row}행 ${column}열은 ${size}×${size} 픽셀을 봅니다`,
};

/** The words in both languages. */
export const words: Words<typeof en> = { en, ko };

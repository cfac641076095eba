/** The words of the figure `filter`. */
import type { Words } from "../base/language.ts";

const en = {
  picture: "Picture",
  weights: "Weights",
  result: "Result",
  presets: "Start from",
  identity: "identity",
  box: "box",
  gaussian: "Gaussian",
  laplacian: "Laplacian",
  sobelX: "vertical edges",
  sobelY: "horizontal edges",
  sharpen: "sharpen",
  given: "this lab's",
  size: "Size",
  stride: "Stride",
  padding: "Padding",
  own: "Your own picture…",
  unreadable: "The browser cannot read this file as a picture. Choose a PNG or a JPEG.",
  cell: (row: number, column: number) => `weight in row ${row}, column ${column}`,
  slide: (row: number, column: number) => `Weight in row ${row}, column ${column}`,
  sumOne: (n: number) =>
    `The ${n} weights add up to 1: flat parts of the picture keep their brightness.`,
  sumZero: (n: number) =>
    `The ${n} weights add up to 0: where the picture is flat, the result is 0.`,
  sumOther: (n: number, sum: string) =>
    `The ${n} weights add up to ${sum}: flat parts of the picture are multiplied by ${sum}.`,
  sizeValid: (n: string, k: number, s: number, out: string) =>
    `The ${k}×${k} window stays inside the picture, so ${n} pixels give ⌊(${n} − ${k}) / ${s}⌋ + 1 = ${out}`,
  sizeSame: (n: string, s: number, out: string) =>
    `Zeros around the picture let the window hang over its edge, so ${n} pixels give ⌈${n} / ${s}⌉ = ${out}`,
  across: "across",
  down: "down",
  patch: "Pixels under the window",
  products: "Products",
  at: (row: number, column: number) => `Row ${row}, column ${column} of the result`,
  sum: "The products add up to",
  outside: "Fields with a dashed border lie outside the picture and count as 0.",
  pointResult: (size: string) =>
    `The result, ${size} pixels. The arrow keys move the pixel that is explained below.`,
  pictureLabel: (size: string) => `The picture, ${size} pixels`,
  spoken: (row: number, column: number, value: string) => `Row ${row}, column ${column}: ${value}`,
  scale: (low: string, high: string) => `Black is ${low}, white is ${high}.`,
};

const ko: typeof en = {
  picture: "이미지",
  weights: "가중치",
  result: "결과",
  presets: "시작할 필터",
  identity: "항등",
  box: "박스",
  gaussian: "가우시안",
  laplacian: "라플라시안",
  sobelX: "세로 윤곽선",
  sobelY: "가로 윤곽선",
  sharpen: "선명하게",
  given: "이 실습의 필터",
  size: "크기",
  stride: "스트라이드",
  padding: "패딩",
  own: "내 이미지…",
  unreadable: "브라우저가 이 파일을 이미지로 읽지 못했습니다. PNG나 JPEG 파일을 고르세요.",
  cell: (row, column) => `${row}행 ${column}열의 가중치`,
  slide: (row, column) => `${row}행 ${column}열의 가중치`,
  sumOne: (n) => `가중치 ${n}개의 합이 1이므로, 밝기가 고른 부분은 밝기가 그대로입니다.`,
  sumZero: (n) => `가중치 ${n}개의 합이 0이므로, 밝기가 고른 부분의 결과는 0입니다.`,
  sumOther: (n, sum) => `가중치 ${n}개의 합이 ${sum}이므로, 밝기가 고른 부분은 ${sum}배가 됩니다.`,
  sizeValid: (n, k, s, out) =>
    `${k}×${k} 창이 이미지 안에만 놓이므로, 픽셀 ${n}개에서 ⌊(${n} − ${k}) / ${s}⌋ + 1 = ${out}개가 나옵니다`,
  sizeSame: (n, s, out) =>
    `이미지 둘레의 0 덕분에 창이 가장자리를 넘을 수 있으므로, 픽셀 ${n}개에서 ⌈${n} / ${s}⌉ = ${out}개가 나옵니다`,
  across: "(가로)",
  down: "(세로)",
  patch: "창 아래의 픽셀",
  products: "곱",
  at: (row, column) => `결과의 ${row}행 ${column}열`,
  sum: "곱을 모두 더하면",
  outside: "점선 칸은 이미지 바깥이며 0으로 셉니다.",
  pointResult: (size) => `결과, ${size} 픽셀. 화살표 키로 아래에서 설명할 픽셀을 옮깁니다.`,
  pictureLabel: (size) => `이미지, ${size} 픽셀`,
  spoken: (row, column, value) => `${row}행 ${column}열: ${value}`,
  scale: (low, high) => `검정은 ${low}, 하양은 ${high}입니다.`,
};

/** The words in both languages. */
export const words: Words<typeof en> = { en, ko };

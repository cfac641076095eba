/** The words of the figure `network`. */
import type { Words } from "../base/language.ts";

const en = {
  input: "What the network sees",
  test: (i: number, name: string) => `Test picture ${i}: ${name}`,
  moved: (i: number, name: string) => `Test picture ${i} (${name}), changed`,
  yours: "Your picture",
  answer: "Its answer",
  next: "Next picture",
  clear: "Empty",
  erase: "Rubber",
  own: "Your own picture…",
  unreadable: "The browser cannot read this file as a picture. Choose a PNG or a JPEG.",
  hint: "Draw with the mouse or a finger. The arrow keys, or the buttons, move the picture.",
  pad: "The network's input, 28 by 28 pixels. The arrow keys move the picture.",
  moving: "Move",
  up: "up",
  down: "down",
  left: "left",
  right: "right",
  wrong: (truth: string) => `Wrong: it is labelled ${truth}.`,
  maps: "Feature maps",
  point:
    "Point at a map: it becomes large here, and the frame in the input shows what one of its pixels sees.",
  atlas: (step: string, n: number) =>
    `The ${n} feature maps of ${step}. The arrow keys go from map to map.`,
  map: (step: string, i: number) => `${step}, map ${i}`,
  mapLabel: (step: string, i: number) => `${step}, map ${i}. The arrow keys choose a pixel.`,
  scale: (low: string, high: string) => `Black is ${low}, white is ${high}.`,
  value: (row: number, column: number, value: string) => `Row ${row}, column ${column}: ${value}.`,
  sees: (rows: number, columns: number) => `It depends on ${rows}×${columns} pixels of the input.`,
  kernel: (i: number) => `The weights of filter ${i}`,
  slices: (n: number, size: string) =>
    `Filter with ${n} slices of ${size} weights, one per map of the layer before: black is the smallest weight, white the largest.`,
  precision: (bits: number, by: string) =>
    `The page holds each weight in ${bits} bits: its answers to the test pictures differ from the run's by at most ${by} percentage points.`,
  strongest: (step: string, map: number) =>
    `Of the test pictures in this page, ${step}, map ${map} answers most strongly to these:`,
  spoken: (answer: string, percent: number) => `${answer}, ${percent} %`,
};

const ko: typeof en = {
  input: "신경망이 보는 이미지",
  test: (i, name) => `테스트 이미지 ${i}: ${name}`,
  moved: (i, name) => `테스트 이미지 ${i} (${name}), 바꾼 것`,
  yours: "직접 그린 이미지",
  answer: "신경망의 답",
  next: "다음 이미지",
  clear: "비우기",
  erase: "지우개",
  own: "내 이미지…",
  unreadable: "브라우저가 이 파일을 이미지로 읽지 못했습니다. PNG나 JPEG 파일을 고르세요.",
  hint: "마우스나 손가락으로 그려 보세요. 화살표 키나 단추로 이미지를 옮깁니다.",
  pad: "신경망의 입력, 28×28 픽셀. 화살표 키로 이미지를 옮깁니다.",
  moving: "옮기기",
  up: "위로",
  down: "아래로",
  left: "왼쪽으로",
  right: "오른쪽으로",
  wrong: (truth) => `틀렸습니다. 정답은 ${truth}입니다.`,
  maps: "특징 맵",
  point:
    "특징 맵을 가리키면 여기에 크게 나타나고, 입력의 테두리가 그 픽셀 하나가 보는 영역을 보여 줍니다.",
  atlas: (step, n) => `${step}의 특징 맵 ${n}개. 화살표 키로 맵 사이를 옮겨 다닙니다.`,
  map: (step, i) => `${step}, 맵 ${i}`,
  mapLabel: (step, i) => `${step}, 맵 ${i}. 화살표 키로 픽셀을 고릅니다.`,
  scale: (low, high) => `검정은 ${low}, 하양은 ${high}입니다.`,
  value: (row, column, value) => `${row}행 ${column}열: ${value}.`,
  sees: (rows, columns) => `입력의 ${rows}×${columns} 픽셀에 따라 정해집니다.`,
  kernel: (i) => `필터 ${i}의 가중치`,
  slices: (n, size) =>
    `앞 층의 맵마다 하나씩, ${size} 가중치 ${n}장으로 된 필터입니다. 검정이 가장 작은 가중치, 하양이 가장 큰 가중치입니다.`,
  precision: (bits, by) =>
    `이 페이지는 가중치 하나를 ${bits}비트로 담고 있어서, 테스트 이미지에 대한 답이 실행 결과와 최대 ${by}퍼센트포인트 다릅니다.`,
  strongest: (step, map) =>
    `이 페이지의 테스트 이미지 가운데 ${step}의 맵 ${map}이(가) 가장 크게 반응하는 이미지:`,
  spoken: (answer, percent) => `${answer}, ${percent} %`,
};

/** The words in both languages. */
export const words: Words<typeof en> = { en, ko };

/** The words of the figure `window`. */
import type { Words } from "../base/language.ts";

const en = {
  input: "Input",
  channel: (c: number) => `Channel ${c}`,
  weights: "Weights",
  output: "Output",
  play: "Play",
  pause: "Pause",
  step: "Next step",
  back: "Step back",
  again: "From the start",
  position: "Position of the window",
  size: "Input",
  kernel: "Window",
  stride: "Stride",
  padding: "Padding",
  dilation: "Dilation",
  channels: "Channels",
  at: (row: number, column: number) => `Output at row ${row}, column ${column}`,
  sum: "Sum",
  lead: "How large is the output?",
  n: (n: number) => `${n} pixels in a row`,
  p: (p: number) => p === 0 ? "no padding" : `${p} zeros of padding`,
  reach: (k: number, d: number, span: number) =>
    d === 1
      ? `the window covers ${k}`
      : `the window's ${k} places, ${d} apart, cover ${d} · (${k} − 1) + 1 = ${span}`,
  moves: (room: number, s: number, steps: number) =>
    `it can move ${room} pixels on, in steps of ${s}: ${steps} steps, and one for where it starts`,
  rest: (n: number) =>
    n === 1 ? "The last pixel is under no window." : `The last ${n} pixels are under no window.`,
  both: "Stride and dilation cannot both be above 1: the language has no such convolution.",
  tooLarge: (span: number, n: number) =>
    `A window that covers ${span} pixels does not fit in ${n}.`,
  spoken: (row: number, column: number, value: string) => `Row ${row}, column ${column}: ${value}`,
  click: "Move on step by step, or choose a field of the output.",
  channelsAdd: (n: number) =>
    `Each of the ${n} channels has weights of its own; the products of all channels are added up to one number.`,
};

const ko: typeof en = {
  input: "입력",
  channel: (c) => `채널 ${c}`,
  weights: "가중치",
  output: "출력",
  play: "재생",
  pause: "멈춤",
  step: "다음 단계",
  back: "이전 단계",
  again: "처음부터",
  position: "창의 위치",
  size: "입력",
  kernel: "창",
  stride: "스트라이드",
  padding: "패딩",
  dilation: "팽창(dilation)",
  channels: "채널",
  at: (row, column) => `${row}행 ${column}열의 출력`,
  sum: "합",
  lead: "출력의 크기는 얼마일까요?",
  n: (n) => `한 줄에 픽셀 ${n}개`,
  p: (p) => p === 0 ? "패딩 없음" : `패딩으로 넣은 0이 ${p}개`,
  reach: (k, d, span) =>
    d === 1
      ? `창이 덮는 픽셀은 ${k}개`
      : `${d}칸씩 떨어진 창의 자리 ${k}개가 덮는 픽셀은 ${d} · (${k} − 1) + 1 = ${span}개`,
  moves: (room, s, steps) =>
    `창은 ${room}픽셀을 ${s}칸씩 옮겨 갈 수 있으므로 ${steps}번 옮기고, 처음 자리를 더합니다`,
  rest: (n) => `마지막 픽셀 ${n}개는 어느 창에도 들어가지 않습니다.`,
  both: "스트라이드와 팽창이 모두 1보다 클 수는 없습니다. 이 언어에는 그런 합성곱이 없습니다.",
  tooLarge: (span, n) => `픽셀 ${span}개를 덮는 창은 ${n}개 안에 들어가지 않습니다.`,
  spoken: (row, column, value) => `${row}행 ${column}열: ${value}`,
  click: "한 단계씩 넘기거나 출력의 칸을 고르세요.",
  channelsAdd: (n) =>
    `채널 ${n}개가 저마다의 가중치를 가지며, 모든 채널의 곱을 더해 하나의 수가 됩니다.`,
};

/** The words in both languages. */
export const words: Words<typeof en> = { en, ko };

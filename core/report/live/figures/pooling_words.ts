/** The words of the figure `pooling`. */
import type { Words } from "../base/language.ts";

const en = {
  picture: "Picture",
  next: "Another picture",
  window: "Window",
  moving: "Move the picture",
  up: "up",
  down: "down",
  left: "left",
  right: "right",
  undo: "As it was",
  pointPicture:
    "The picture. The arrow keys choose a pixel, the space bar makes it black or white.",
  hint: "Click a pixel to make it black or white.",
  none: "No pooling",
  max: "Max pooling",
  mean: "Mean pooling",
  changed: (n: number, of: number) => `${n} of ${of} change`,
  untouched:
    "Move the picture by a pixel, or change one: orange frames mark the outputs that change.",
  moved: (by: string) => `The picture has moved ${by}.`,
  steps: (n: number, way: string) => `${n} ${n === 1 ? "pixel" : "pixels"} ${way}`,
  and: " and ",
  touched: (n: number) => n === 1 ? "One pixel has changed." : `${n} pixels have changed.`,
  whole:
    "That is a whole number of windows: every result has moved along with the picture, and is otherwise as it was.",
  at: (row: number, column: number) => `The window of row ${row}, column ${column}`,
  before: "Before",
  now: "Now",
  gives: (none: string, max: string, mean: string) =>
    `Without pooling its first pixel is kept, ${none}; the largest is ${max}, the mean ${mean}.`,
  stays: "No output changes here.",
  result: (kind: string, n: number, of: number) =>
    `${kind}: ${n} of ${of} outputs change. The arrow keys choose an output.`,
  threshold: (by: string) =>
    `An output counts as changed if it moves by more than ${by} (black is 0, white is 1).`,
};

const ko: typeof en = {
  picture: "이미지",
  next: "다른 이미지",
  window: "창",
  moving: "이미지 옮기기",
  up: "위로",
  down: "아래로",
  left: "왼쪽으로",
  right: "오른쪽으로",
  undo: "처음으로",
  pointPicture: "이미지. 화살표 키로 픽셀을 고르고 스페이스 키로 검거나 희게 바꿉니다.",
  hint: "픽셀을 누르면 검거나 희게 바뀝니다.",
  none: "풀링 없음",
  max: "최대값 풀링",
  mean: "평균값 풀링",
  changed: (n, of) => `${of}개 중 ${n}개가 바뀜`,
  untouched:
    "이미지를 한 픽셀 옮기거나 픽셀을 바꾸어 보세요. 바뀐 출력에 주황색 테두리가 생깁니다.",
  moved: (by) => `이미지를 ${by} 옮겼습니다.`,
  steps: (n, way) => `${way} ${n}픽셀`,
  and: ", ",
  touched: (n) => `픽셀 ${n}개를 바꾸었습니다.`,
  whole: "창 크기의 배수만큼 옮겼으므로, 모든 결과가 이미지를 따라 옮겨 갔을 뿐 그대로입니다.",
  at: (row, column) => `${row}행 ${column}열의 창`,
  before: "이전",
  now: "지금",
  gives: (none, max, mean) =>
    `풀링이 없으면 첫 픽셀 ${none}만 남고, 최대값은 ${max}, 평균값은 ${mean}입니다.`,
  stays: "여기에서는 어떤 출력도 바뀌지 않습니다.",
  result: (kind, n, of) => `${kind}: 출력 ${of}개 중 ${n}개가 바뀜. 화살표 키로 출력을 고릅니다.`,
  threshold: (by) => `출력이 ${by}보다 많이 달라지면 바뀐 것으로 셉니다(검정 0, 하양 1).`,
};

/** The words in both languages. */
export const words: Words<typeof en> = { en, ko };

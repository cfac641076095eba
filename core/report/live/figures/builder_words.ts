/** The words of the figure `builder`. */
import type { Words } from "../base/language.ts";

const en = {
  label: "A pipeline, written as words",
  hint: "Write on: shapes, parameters and receptive fields follow.",
  step: "step",
  shape: "shape",
  parameters: "parameters",
  field: "receptive field",
  total: (n: string) => `${n} parameters`,
  whole: "everything",
  again: "As it was",
  add: "Add",
  problem: (line: number) => `Line ${line}: `,
  word: "Expected a word such as conv(…), found something else.",
  value:
    "Expected a number, a text in quotation marks, a list [ ] or options { }, found something else.",
  end: "Expected more: the text ends in the middle of a word.",
  comma: "Expected a comma between two words or values.",
  bracket: "Expected a bracket: after a word comes ( and its values, then ).",
  fine: (steps: number) => `${steps} steps fit together.`,
};

const ko: typeof en = {
  label: "낱말로 쓴 파이프라인",
  hint: "이어서 써 보세요. 모양, 매개변수, 수용장이 따라 바뀝니다.",
  step: "단계",
  shape: "모양",
  parameters: "매개변수",
  field: "수용장",
  total: (n) => `매개변수 ${n}개`,
  whole: "전체",
  again: "처음으로",
  add: "더하기",
  problem: (line) => `${line}번째 줄: `,
  word: "conv(…)와 같은 낱말이 올 자리에 다른 것이 있습니다.",
  value: "수, 따옴표 안의 글, 목록 [ ], 선택 사항 { }이 올 자리에 다른 것이 있습니다.",
  end: "글이 낱말 중간에서 끝났습니다.",
  comma: "두 낱말이나 값 사이에 쉼표가 필요합니다.",
  bracket: "괄호가 필요합니다. 낱말 뒤에는 (와 값, 그리고 )가 옵니다.",
  fine: (steps) => `${steps}개의 단계가 서로 맞습니다.`,
};

/** The words in both languages. */
export const words: Words<typeof en> = { en, ko };

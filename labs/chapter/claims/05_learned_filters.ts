/** What the chapter says that lab 5 tries. */
import type { ChapterClaim } from "./record.ts";

const lab = "05_learned_filters";
const section = "합성곱 수행 신경망의 기본 구조와 문제";

export const claims = [
  {
    id: "nine",
    lab,
    section,
    what: { en: "Weights of one 3×3 filter", ko: "3×3 필터 하나의 파라미터 개수" },
    book: 9,
    printed: "9개의 파라미터로 정의",
  },
  {
    id: "noise-passes",
    lab,
    section,
    what: {
      en: "Without pooling more than half of the noise is still there after three layers",
      ko: "풀링이 없으면 세 계층을 지난 뒤에도 잡음이 절반 넘게 남음",
    },
    book: true,
    printed: "잡음이 가진 영향력도 계층을 거치며 사라지지 않고 계속해서 전파",
  },
] as const satisfies readonly ChapterClaim[];

/** What the chapter says that lab 9 tries. */
import type { ChapterClaim } from "./record.ts";

const lab = "09_why_cnns_work";
const section = "합성곱 신경망 모델의 성공";
const shifted = "이미지의 일부가 이동하면, 그 결과가 같은 방식으로 이동하여 나타나게 된다";
const changed = "이미지의 크기 변화나 회전 등에 대해서는 합성곱 연산이 등변성을 보이지 못한다";

export const claims = [
  {
    id: "shift-edges",
    lab,
    section,
    what: {
      en: "Shifting, edges: largest difference away from the border",
      ko: "이동과 윤곽선 필터: 가장자리를 뺀 곳에서 가장 큰 차이",
    },
    book: 0,
    printed: shifted,
  },
  {
    id: "shift-gaussian",
    lab,
    section,
    what: {
      en: "Shifting, Gaussian: largest difference away from the border",
      ko: "이동과 가우스 필터: 가장자리를 뺀 곳에서 가장 큰 차이",
    },
    book: 0,
    printed: shifted,
  },
  {
    id: "shift-laplacian",
    lab,
    section,
    what: {
      en: "Shifting, Laplacian: largest difference away from the border",
      ko: "이동과 라플라시안 필터: 가장자리를 뺀 곳에서 가장 큰 차이",
    },
    book: 0,
    printed: shifted,
  },
  {
    id: "turn-edges",
    lab,
    section,
    what: { en: "Equivariant to turning: edges", ko: "회전에 대한 등변성: 윤곽선 필터" },
    book: false,
    printed: changed,
  },
  {
    id: "enlarge-edges",
    lab,
    section,
    what: { en: "Equivariant to enlarging: edges", ko: "크기 변화에 대한 등변성: 윤곽선 필터" },
    book: false,
    printed: changed,
  },
  {
    id: "enlarge-symmetric",
    lab,
    section,
    what: {
      en: "Equivariant to enlarging: the Gaussian or the Laplacian",
      ko: "크기 변화에 대한 등변성: 가우스 필터나 라플라시안 필터",
    },
    book: false,
    printed: changed,
  },
  {
    id: "inception-saves",
    lab,
    section,
    what: {
      en: "The module needs fewer multiplications and parameters than one without 1×1 convolutions",
      ko: "인셉션 모듈은 1×1 합성곱이 없는 모듈보다 곱셈과 파라미터가 적음",
    },
    book: true,
    printed: "연산을 줄일 수 있도록하는 기능인 인셉션 모듈을 도입",
  },
] as const satisfies readonly ChapterClaim[];

/** What the chapter says that lab 7 tries. */
import type { ChapterClaim } from "./record.ts";

const lab = "07_pooling";
const section = "강건한 모델을 만드는 풀링";
const robust = "픽셀의 값을 일부 변경하여도 최대값 풀링의 결과는 잘 바뀌지 않음";

export const claims = [
  {
    id: "size",
    lab,
    section,
    what: {
      en: "Rows of the table that come out even, and whose result is n/nₚ × m/mₚ",
      ko: "나누어떨어지는 행 가운데 결과가 n/nₚ × m/mₚ인 행의 수",
    },
    book: 3,
    printed: String.raw`\frac{n}{n_p} \times \frac{m}{m_p}`,
  },
  {
    id: "nothing-learned",
    lab,
    section,
    what: {
      en: "Parameters of pooling, and channels after it (5 before)",
      ko: "풀링의 파라미터 개수와 풀링 뒤의 채널 수 (풀링 전에는 5)",
    },
    book: [0, 5],
    printed: "파라미터를 최적화할 필요가 없는 계층",
  },
  {
    id: "robust-dark",
    lab,
    section,
    what: {
      en: "Fewer outputs change with max pooling when pixels go dark",
      ko: "픽셀이 어두워질 때 최대값 풀링의 출력이 덜 바뀜",
    },
    book: true,
    printed: robust,
  },
  {
    id: "robust-bright",
    lab,
    section,
    what: {
      en: "Fewer outputs change with max pooling when pixels become bright",
      ko: "픽셀이 밝아질 때 최대값 풀링의 출력이 덜 바뀜",
    },
    book: true,
    printed: robust,
  },
  {
    id: "robust-moved",
    lab,
    section,
    what: {
      en: "Fewer outputs change with max pooling when the picture moves by one",
      ko: "이미지가 한 픽셀 이동할 때 최대값 풀링의 출력이 덜 바뀜",
    },
    book: true,
    printed: "이동 불변성<sup>translation invariance</sup> 이라하며",
  },
] as const satisfies readonly ChapterClaim[];

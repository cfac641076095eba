/** What the chapter says that lab 3 tries. */
import type { ChapterClaim } from "./record.ts";

const lab = "03_edges";
const section = "합성곱을 통한 특징 추출";

export const claims = [
  {
    id: "stencil",
    lab,
    section,
    what: { en: "The Laplacian as a filter, row by row", ko: "라플라시안 필터의 행별 값" },
    book: [1, 0, 1, 0, -4, 0, 1, 0, 1],
    printed: String.raw`\begin{bmatrix} 1 & 0 & 1 \\ 0 & -4 & 0 \\ 1 & 0 & 1 \end{bmatrix}`,
  },
  {
    id: "stencil-lab-4",
    lab,
    section: "합성곱을 만들어보자",
    what: {
      en: "The filter in the chapter's lab code, against the derived one",
      ko: "실습 코드의 라플라시안 필터와 유도한 필터",
    },
    book: [0, 1, 0, 1, -4, 1, 0, 1, 0],
    printed: "    [0, 1, 0],\n    [1, -4, 1],\n    [0, 1, 0]",
  },
  {
    id: "second-axis",
    lab,
    section,
    what: {
      en:
        "Second difference of x₂² along x₂ at −1, 0, 1: the right-hand side of the printed line, " +
        "and its middle",
      ko: "x₂ = −1, 0, 1에서 x₂²을 x₂ 축으로 두 번 미분한 근사값: 책에 실린 식의 우변과 가운데 항",
    },
    book: [2, 2, 2],
    printed: "(I_{i+1,j} - I_{i,j}) - (I_{i,j} - I_{i,j-1}) = I_{i,j+1} - 2I_{i,j} + I_{i,j-1}",
  },
  {
    id: "dot-product",
    lab,
    section,
    what: {
      en:
        "The Laplacian of x₁² + x₂² at (0, 0), (0, 1) and (1, 1), as the gradient's dot product " +
        "with itself",
      ko: "기울기를 자기 자신과 내적하여 구한 x₁² + x₂²의 라플라시안, (0, 0), (0, 1), (1, 1)에서",
    },
    book: [4, 4, 4],
    printed: "자기 자신과 **내적**dot product하는 연산",
  },
] as const satisfies readonly ChapterClaim[];

/** What the chapter says that lab 4 tries. */
import type { ChapterClaim } from "./record.ts";

const lab = "04_convolution";
const section = "합성곱을 만들어보자";

export const claims = [
  {
    id: "david-shape",
    lab,
    section,
    what: { en: "Shape of david.png", ko: "david.png의 형태" },
    book: [109, 120, 2],
    printed: "(109, 120, 2)",
  },
  {
    id: "book-shape",
    lab,
    section,
    what: { en: "Shape of book.png", ko: "book.png의 형태" },
    book: [533, 800, 3],
    printed: "(533, 800, 3)",
  },
  {
    id: "printed-line",
    lab,
    section,
    what: {
      en: "First pixel, last pixel and filter size that the loops print (a 109×120 image)",
      ko: "반복문이 출력하는 시작 픽셀, 마지막 픽셀, 필터의 크기 (109×120 이미지)",
    },
    book: "[1 1] [107 118] 3 3",
    printed: "[1 1] [107 118] 3 3",
  },
  {
    id: "result-size",
    lab,
    section,
    what: {
      en: "Size of the result (a 109×120 image and a 3×3 filter)",
      ko: "합성곱 결과의 크기 (109×120 이미지와 3×3 필터)",
    },
    book: [107, 118],
    printed: "np.zeros( (row - th_r*2, col - th_c*2) )",
  },
] as const satisfies readonly ChapterClaim[];

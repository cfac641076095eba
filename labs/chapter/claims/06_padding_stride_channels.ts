/** What the chapter says that lab 6 tries. */
import type { ChapterClaim } from "./record.ts";

export const claims = [
  {
    id: "keeps-size",
    lab: "06_padding_stride_channels",
    section: "패딩, 스트라이딩, 다중 채널",
    what: {
      en: "Size of a 4×4 picture after a 3×3 filter with padding",
      ko: "패딩을 하고 3×3 필터를 적용한 4×4 이미지의 크기",
    },
    book: [4, 4],
    printed: "원래의 이미지와 같은 크기의 이미지",
  },
] as const satisfies readonly ChapterClaim[];

/** What the chapter says that lab 8 tries. */
import type { ChapterClaim } from "./record.ts";

const lab = "08_cnn_architecture";
const section = "합성곱 신경망 모델의 구성";

export const claims = [
  {
    id: "printed-code",
    lab,
    section,
    what: {
      en: "The second Conv2D of the printed code can be read",
      ko: "책에 실린 코드의 두 번째 Conv2D에 문법 오류가 없음",
    },
    book: true,
    printed: "keras.layers.Conv2D(kernel_size = (3,3), padding='same' filters = 64)",
  },
  {
    id: "pools-parameters",
    lab,
    section,
    what: {
      en: "Parameters of a network of poolings only",
      ko: "풀링으로만 연결한 신경망의 파라미터 개수",
    },
    book: 0,
    printed: "학습 가능한 파라미터가 없기 때문",
  },
  {
    id: "pools-refused",
    lab,
    section,
    what: {
      en: "A network of poolings only can be trained",
      ko: "풀링으로만 연결한 신경망을 학습할 수 있음",
    },
    book: false,
    printed: "풀링만으로 연결될 수는 없는데",
  },
  {
    id: "convolutions-only",
    lab,
    section,
    what: {
      en: "A network without pooling can be trained",
      ko: "풀링이 없는 신경망을 학습할 수 있음",
    },
    book: true,
    printed: "풀링 없이 합성곱으로만 연결 가능",
  },
] as const satisfies readonly ChapterClaim[];

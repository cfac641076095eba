/** What the chapter says that lab 11 tries. */
import type { ChapterClaim } from "./record.ts";

const lab = "11_transfer_learning";
const section = "성능 좋은 CNN을 가져다 써보자";

export const claims = [
  {
    id: "parameters-total",
    lab,
    section,
    what: { en: "All parameters", ko: "전체 파라미터의 개수" },
    book: 9_418_346,
    printed: "Total params: 9,418,346",
  },
  {
    id: "parameters-trainable",
    lab,
    section,
    what: { en: "Parameters that learn", ko: "학습되는 파라미터의 개수" },
    book: 443_082,
    printed: "Trainable params: 443,082",
  },
  {
    id: "parameters-frozen",
    lab,
    section,
    what: { en: "Frozen parameters", ko: "고정된 파라미터의 개수" },
    book: 8_975_264,
    printed: "Non-trainable params: 8,975,264",
  },
  {
    id: "high-from-the-start",
    lab,
    section,
    what: {
      en: "Validation accuracy after the first epoch is high: 0.9 or more",
      ko: "첫 에포크 뒤의 검증 정확도가 높음: 0.9 이상",
    },
    book: true,
    printed: "훈련 초기부터 검증 데이터에 대한 정확도가 높은 수준으로 나타남",
  },
  {
    id: "accuracy",
    lab,
    section,
    what: {
      en: "Accuracy on digits it was not trained on (ours: last epoch, mean of three seeds)",
      ko: "훈련에 쓰지 않은 숫자에 대한 정확도 (우리 값: 마지막 에포크, 시드 세 개의 평균)",
    },
    book: 0.99,
    tolerance: 0.005,
    printed: "99%의 매우 높은 정확도를 보일 것",
  },
  {
    id: "few-examples",
    lab,
    section,
    what: {
      en: "With 100 training images transfer is ahead of training from scratch",
      ko: "훈련 이미지가 100장일 때 전이학습이 처음부터 훈련한 신경망보다 정확함",
    },
    book: true,
    printed: "데이터 인스턴스의 수가 적어서 훈련이 어려운 경우에도",
  },
] as const satisfies readonly ChapterClaim[];

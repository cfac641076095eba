/** The words of the figure `training`. */
import type { Words } from "../base/language.ts";

const en = {
  goal: "The filter to find",
  learned: "Weights so far",
  wanted: "The result to find",
  given: "The result so far",
  rate: "Learning rate",
  optimizer: "Optimiser",
  play: "Train",
  stop: "Stop",
  step: "One step",
  reset: "From the start",
  loss: "Loss",
  curve: (steps: number, loss: string) => `The loss after ${steps} steps: ${loss}`,
  steps: (n: number) => `${n} steps`,
  why:
    "A step takes 16 patches of the picture, compares the two results, and moves each weight a little so that the difference shrinks. The loss is the mean of the squared differences.",
  diverged:
    "The loss has grown beyond all numbers: the steps were too long. Choose a smaller learning rate and begin again.",
  close: "The weights are those of the filter to two decimals.",
  log: "Each line is a hundred times the one below.",
};

const ko: typeof en = {
  goal: "찾아야 할 필터",
  learned: "지금까지의 가중치",
  wanted: "찾아야 할 결과",
  given: "지금까지의 결과",
  rate: "학습률",
  optimizer: "최적화 방법",
  play: "학습",
  stop: "멈춤",
  step: "한 단계",
  reset: "처음부터",
  loss: "손실",
  curve: (steps, loss) => `${steps}단계 뒤의 손실: ${loss}`,
  steps: (n) => `${n}단계`,
  why:
    "한 단계마다 이미지 조각 16개에서 두 결과를 비교하고, 차이가 줄어들도록 가중치를 조금씩 옮깁니다. 손실은 차이를 제곱한 값의 평균입니다.",
  diverged: "손실이 한없이 커졌습니다. 걸음이 너무 컸으니 학습률을 줄이고 처음부터 다시 해 보세요.",
  close: "가중치가 소수점 둘째 자리까지 필터와 같아졌습니다.",
  log: "가로줄 하나는 그 아래 줄의 백 배입니다.",
};

/** The words in both languages. */
export const words: Words<typeof en> = { en, ko };

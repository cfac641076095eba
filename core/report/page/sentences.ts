/** Korean of the sentences that the program itself writes into every report. */

/** A pattern of an English sentence, and the Korean with the same parts. */
const SENTENCES: readonly (readonly [RegExp, string])[] = [
  [/^this run was interrupted$/, "이번 실행은 중단되었습니다"],
  [/^this run did not measure it$/, "이번 실행에서는 측정하지 않았습니다"],
  [/^no explanation given$/, "설명이 주어지지 않았습니다"],
  [
    /^a free picture stands in for the book's (.+)$/,
    "책의 $1 대신 자유롭게 쓸 수 있는 그림을 사용했습니다",
  ],
  [/^a quick run uses a part of the data$/, "빠른 실행은 데이터의 일부만 사용합니다"],
  [
    /^this run trained (\d+) epochs on (\d+) images$/,
    "이번 실행은 이미지 $2개로 $1 에포크 동안 훈련했습니다",
  ],
];

/** Words that many labs use on axes and in tables. */
const WORDS: Readonly<Record<string, string>> = {
  "accuracy": "정확도",
  "batch": "배치",
  "class": "클래스",
  "column": "열",
  "column (pixels)": "열 (픽셀)",
  "epoch": "에포크",
  "epochs": "에포크",
  "grey value": "밝기",
  "layer": "층",
  "loss": "손실",
  "loss (nats)": "손실 (nats)",
  "name": "이름",
  "network": "신경망",
  "parameters": "파라미터",
  "pixels": "픽셀",
  "predicted class": "예측한 클래스",
  "row": "행",
  "row (pixels)": "행 (픽셀)",
  "share of the true class": "정답 클래스에서의 비율",
  "share right": "맞힌 비율",
  "accuracy (share right)": "정확도 (맞힌 비율)",
  "step": "단계",
  "test accuracy": "테스트 정확도",
  "training": "훈련",
  "true class": "정답 클래스",
  "validation": "검증",
  "validation accuracy": "검증 정확도",
  "value": "값",
  "weight": "가중치",
  "Loss": "손실",
  "Accuracy": "정확도",
  "Name": "이름",
  "Layer": "층",
  "Shape": "모양",
  "Parameters": "파라미터",
  "The pipeline": "파이프라인",
  "Model summary": "모델 요약",
};

/** The Korean of a sentence or a word that the program writes; undefined for any other. */
export function koreanSentence(english: string): string | undefined {
  if (Object.hasOwn(WORDS, english)) return WORDS[english];
  const found = SENTENCES.find(([pattern]) => pattern.test(english));
  return found && english.replace(found[0], found[1]);
}

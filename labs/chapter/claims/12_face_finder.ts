/** What the chapter says that lab 12 tries. */
import type { ChapterClaim } from "./record.ts";

const lab = "12_face_finder";
const section = "미니 프로젝트 얼굴 찾기";

export const claims = [
  {
    id: "x-shape",
    lab,
    section,
    what: { en: "Shape of X", ko: "X의 형태" },
    book: [30, 75, 75, 3],
    printed: "((30, 75, 75, 3), (30, 1))",
  },
  {
    id: "test-shape",
    lab,
    section,
    what: { en: "Shape of the test pictures", ko: "테스트 이미지의 형태" },
    book: [10, 75, 75, 3],
    printed: "(10, 75, 75, 3)",
  },
  {
    id: "conv2d_2-both-times",
    lab,
    section,
    what: { en: "conv2d_2, as printed both times", ko: "두 번 출력된 conv2d_2의 형태와 파라미터" },
    book: "(35, 35, 64) 18432",
    printed: "conv2d_2 (Conv2D)\t(None, 35, 35, 64)\t18432",
  },
  {
    id: "batch_normalization_2-the-first-time",
    lab,
    section,
    what: {
      en: "batch_normalization_2, as printed the first time",
      ko: "첫 번째로 출력된 batch_normalization_2의 형태와 파라미터",
    },
    book: "(35, 35, 64) 96",
    printed: "batch_normalization_2 (Batch Normalization)\t(None, 35, 35, 64)\t96",
  },
  {
    id: "batch_normalization_2-the-second-time",
    lab,
    section,
    what: {
      en: "batch_normalization_2, as printed the second time",
      ko: "두 번째로 출력된 batch_normalization_2의 형태와 파라미터",
    },
    book: "(35, 35, 64) 192",
    printed: "batch_normalization_2 (Batch Normalization)\t(None, 35, 35, 64)\t192",
  },
  {
    id: "max_pooling2d-the-second-time",
    lab,
    section,
    what: {
      en: "max_pooling2d, as printed the second time",
      ko: "두 번째로 출력된 max_pooling2d의 형태와 파라미터",
    },
    book: "(17, 17, 64) 0",
    printed: "max_pooling2d (MaxPooling2D)\t(None, 17, 17, 64)\t0",
  },
  {
    id: "conv2d_3-the-second-time",
    lab,
    section,
    what: {
      en: "conv2d_3, as printed the second time",
      ko: "두 번째로 출력된 conv2d_3의 형태와 파라미터",
    },
    book: "(17, 17, 80) 5120",
    printed: "conv2d_3 (Conv2D)\t(None, 17, 17, 80)\t5120",
  },
  {
    id: "right",
    lab,
    section,
    what: {
      en: "Pictures of ten that are told right, pixels in 0…1 (ours: mean of five seeds)",
      ko: "열 장 가운데 옳게 판정한 이미지 수, 픽셀 0…1 (우리 값: 시드 다섯 개의 평균)",
    },
    // Of the printed outputs all are on the right side of 0.5 but those of images 4 and 6.
    book: 8,
    tolerance: 1,
    printed: "[8.8080585e-01]\n [1.0000000e+00]\n [9.9999988e-01]",
  },
  {
    id: "called",
    lab,
    section,
    what: {
      en: "The pictures called faces, pixels in 0…1 (ours: by the mean output)",
      ko: "얼굴로 판정한 이미지, 픽셀 0…1 (우리 값: 출력의 평균으로)",
    },
    book: [1, 3, 4, 5, 6, 7, 9],
    printed: "if test_result[i*5+j] > 0.5:",
  },
] as const satisfies readonly ChapterClaim[];

/**
 * The ten outputs that the chapter prints for its test photographs (미니 프로젝트 얼굴 찾기). They are
 * the book's column of a comparison and never anything else.
 */
export const faceOutputs: readonly number[] = [
  0.99995911,
  0.00015610392,
  1,
  0.88080585,
  1,
  0.99999988,
  1,
  0.0000055548958,
  1,
  0.052164912,
];

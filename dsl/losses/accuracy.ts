/** Whether an example is predicted correctly: what Keras's metric "accuracy" means for each output. */

/** The index of the largest number; of several equal ones, the first. */
export function argmax(numbers: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < numbers.length; i++) {
    if ((numbers[i] ?? -Infinity) > (numbers[best] ?? -Infinity)) best = i;
  }
  return best;
}

/** Keras's `sparse_categorical_accuracy`: the largest score is that of the target's class. */
export function rightClass(prediction: ArrayLike<number>, target: ArrayLike<number>): boolean {
  return argmax(prediction) === target[0];
}

/**
 * Keras's `binary_accuracy` for a single output (above `threshold` means 1), else
 * `categorical_accuracy` (the largest score is where the target is largest). Keras chooses by the
 * output's size too.
 */
export const rightOutput = (threshold = 0.5) =>
(
  prediction: ArrayLike<number>,
  target: ArrayLike<number>,
): boolean => {
  if (prediction.length > 1) return argmax(prediction) === argmax(target);
  return ((prediction[0] ?? 0) > threshold ? 1 : 0) === target[0];
};

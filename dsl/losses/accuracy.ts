/** When is an example right? What Keras's metric "accuracy" turns into for each kind of output. */

/** The place of the largest number; the first of equals. */
export function argmax(numbers: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < numbers.length; i++) {
    if ((numbers[i] ?? -Infinity) > (numbers[best] ?? -Infinity)) best = i;
  }
  return best;
}

/** `sparse_categorical_accuracy`: the largest score is at the class's number. */
export function rightClass(prediction: ArrayLike<number>, target: ArrayLike<number>): boolean {
  return argmax(prediction) === target[0];
}

/**
 * `binary_accuracy` for a single output (above 0.5 means 1), else `categorical_accuracy` (the
 * largest score is at the target's largest): Keras chooses by the output's size in the same way.
 */
export function rightOutput(prediction: ArrayLike<number>, target: ArrayLike<number>): boolean {
  if (prediction.length > 1) return argmax(prediction) === argmax(target);
  return ((prediction[0] ?? 0) > 0.5 ? 1 : 0) === target[0];
}

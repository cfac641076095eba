/** Numbers as figures show them. */

/** The number with at most `digits` decimals, without needless zeros, with a true minus sign. */
export function short(value: number, digits = 2): string {
  const text = String(Number(value.toFixed(digits)) + 0);
  return text.replace("-", "−");
}

/** The number with exactly `digits` decimals. */
export const fixed = (value: number, digits = 2): string =>
  // Adding 0 turns −0 into 0.
  (Number(value.toFixed(digits)) + 0).toFixed(digits).replace("-", "−");

/** The smallest and the largest number. */
export function extent(values: ArrayLike<number>): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

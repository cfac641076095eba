/** The names that Keras gives to unnamed layers. */

/**
 * A function that returns the next name of a kind: `conv2d`, `conv2d_1`, `conv2d_2`, … Each call of
 * `numbered` starts again from the first name, like a new Keras session.
 *
 * @example
 * ```ts
 * import { numbered } from "./numbered.ts";
 *
 * const next = numbered();
 * console.assert([next("conv2d"), next("conv2d"), next("pool")].join() === "conv2d,conv2d_1,pool");
 * ```
 */
export function numbered(): (kind: string) => string {
  const counts = new Map<string, number>();
  return (kind) => {
    const count = counts.get(kind) ?? 0;
    counts.set(kind, count + 1);
    return count === 0 ? kind : `${kind}_${count}`;
  };
}

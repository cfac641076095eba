/** Plain data, and how the report writes it down. */

/** What JSON can hold. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/**
 * The number with at most `digits` significant digits: pictures need no more, and pages stay
 * small. Not-a-number and infinities, which JSON lacks, become null (a gap in a curve).
 */
export function toSignificant(value: number, digits = 6): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(digits)) : null;
}

/** All numbers, each `toSignificant`. */
export function allToSignificant(values: ArrayLike<number>, digits = 6): (number | null)[] {
  return Array.from(values, (value) => toSignificant(value, digits));
}

/**
 * JSON that can stand inside a `<script>` element: no `<`, so neither `</script>` nor `<!--`, and
 * none of the two line separators that old readers take for line ends.
 */
export function islandJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}

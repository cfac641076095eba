/** JSON values, and how the report writes them. */

/** What JSON can hold. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/**
 * The number rounded to at most `digits` significant digits: pictures need no more, and pages stay
 * small. NaN and infinities, which JSON lacks, become null (a gap in a curve).
 */
export function toSignificant(value: number, digits = 6): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(digits)) : null;
}

/** Rounds each number by `toSignificant`. */
export function allToSignificant(values: ArrayLike<number>, digits = 6): (number | null)[] {
  return Array.from(values, (value) => toSignificant(value, digits));
}

/**
 * JSON for the inside of a `<script>` element. It contains no `<`, hence neither `</script>` nor
 * `<!--`, and neither of the two line separators that old parsers take for line ends.
 */
export function islandJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}

/** Numbers as people read them. */

/**
 * A whole number with a comma after every three digits, as error messages show lengths.
 *
 * @example
 * ```ts
 * import { grouped } from "./numbers.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(grouped(7_840_016), "7,840,016");
 * ```
 */
export const grouped = (value: number | bigint): string => value.toLocaleString("en-US");

/** The most memory that one file or one pipeline may ask for, and how errors show an amount of it. */

/**
 * 2 GiB. Whatever would need more for its pixels, tensors or weights is refused before anything is
 * allocated: a machine with less would stop the process without a sentence, and a file that asks for
 * more is damaged, or is an attack.
 */
export const MEMORY_LIMIT = 2 ** 31;

const UNITS = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

/**
 * An amount of memory as errors show it: three digits in the largest unit that fits.
 *
 * @example
 * ```ts
 * import { formatBytes, MEMORY_LIMIT } from "./memory.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(formatBytes(MEMORY_LIMIT), "2 GiB");
 * assertEquals(formatBytes(1_600_000), "1.53 MiB");
 * ```
 */
export function formatBytes(bytes: number): string {
  const power = Math.floor(Math.log2(Math.max(1, bytes)) / 10);
  const unit = Math.min(power, UNITS.length - 1);
  const amount = bytes / 1024 ** unit;
  return `${amount >= 1000 ? Math.round(amount) : Number(amount.toPrecision(3))} ${UNITS[unit]}`;
}

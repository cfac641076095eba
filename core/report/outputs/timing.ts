/** How long things took: shown like a table, and kept apart in the JSON because it differs from run to run. */
import type { Output } from "../output.ts";
import { tableHtml } from "./table.ts";

/**
 * Durations in milliseconds by name.
 *
 * @example
 * ```ts
 * import { timing } from "./timing.ts";
 * timing("One convolution of book.png", { "four loops": 61.2, "engine": 4.1 });
 * ```
 */
export function timing(caption: string, milliseconds: Readonly<Record<string, number>>): Output {
  return {
    kind: "timing",
    html: () =>
      tableHtml({
        caption,
        columns: ["", "ms"],
        rows: Object.entries(milliseconds).map(([name, ms]) => [name, Number(ms.toPrecision(3))]),
      }),
    json: () => ({ caption, milliseconds }),
  };
}

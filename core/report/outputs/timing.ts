/**
 * Durations: shown as a table, but of their own kind in the JSON because they differ between runs.
 */
import type { Output } from "../output.ts";
import { tableHtml } from "./table.ts";

/**
 * Shows durations in milliseconds, by name.
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
    html: (context) =>
      tableHtml({
        caption,
        columns: ["", "ms"],
        rows: Object.entries(milliseconds).map(([name, ms]) => [name, Number(ms.toPrecision(3))]),
      }, context),
    json: () => ({ caption, milliseconds }),
  };
}

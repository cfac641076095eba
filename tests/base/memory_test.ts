import { assertEquals } from "@std/assert";
import { formatBytes, MEMORY_LIMIT } from "../../core/base/memory.ts";

Deno.test("formatBytes() shows three digits in the largest unit that fits", () => {
  assertEquals(
    [0, 1023, 1024, 1536, 1_024_000, MEMORY_LIMIT, 1.5 * 2 ** 40, 1e22].map(formatBytes),
    [
      "0 bytes",
      "1023 bytes",
      "1 KiB",
      "1.5 KiB",
      "1000 KiB",
      "2 GiB",
      "1.5 TiB",
      "8674 EiB",
    ],
  );
});

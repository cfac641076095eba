import { assertEquals } from "@std/assert";
import { numberTable } from "../../core/lab/mod.ts";

Deno.test("numberTable() reads its numbers out row by row", () => {
  const { alt, title } = numberTable({
    id: "box",
    title: "A filter",
    caption: "Four weights.",
    values: [[1, 2], [3, -4]],
  });
  assertEquals([title, alt], ["A filter", "A filter: 1, 2; 3, -4."]);
});

import { assert, assertEquals } from "@std/assert";
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

Deno.test("numberTable() writes whole numbers unless decimals are given", () => {
  const input = { id: "means", title: "Means", caption: "Of four.", values: [[3.75]] };
  const written = (table: ReturnType<typeof numberTable>) => JSON.stringify(table.traces);
  assert(written(numberTable(input)).includes(`"text":[["4"]]`));
  assert(written(numberTable({ ...input, decimals: 2 })).includes(`"text":[["3.75"]]`));
});

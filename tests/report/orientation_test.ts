/** What a picture or a number would say wrongly if it were drawn the other way round. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { judge } from "../../core/report/claims.ts";
import { heatmap, imageFigure, writeReport } from "../../core/report/mod.ts";
import { withFolder } from "../cli/convlab.ts";
import { sampleInput } from "./sample.ts";

const words = { title: "T", caption: "C", alt: "A" };
const rangesOf = ({ layout }: { readonly layout: unknown }) => {
  const { xaxis, yaxis } = layout as Record<"xaxis" | "yaxis", { range: readonly number[] }>;
  return { x: xaxis.range, y: yaxis.range };
};

Deno.test("heatmap() and imageFigure() put row 0 at the top and column 0 at the left", () => {
  // 2 rows and 3 columns, half a cell around each: y falls from the bottom's 1.5 to the top's -0.5.
  const expected = { x: [-0.5, 2.5], y: [1.5, -0.5] };
  const values = [[1, 2, 3], [4, 5, 6]];
  assertEquals(rangesOf(heatmap({ ...words, values, value: { name: "v", unit: "" } })), expected);
  const image = { height: 2, width: 3, channels: 1, data: values.flat() };
  assertEquals(rangesOf(imageFigure({ ...words, image })), expected);
});

Deno.test("writeReport() shows a relative tolerance in percent", () =>
  withFolder(async (folder) => {
    const claim = judge({
      ...{ id: "a", section: "S", what: "W", book: 100, ours: 101 },
      tolerance: { relative: 0.02 },
    });
    assertEquals(claim.verdict, "within tolerance");
    const input = { ...await sampleInput(), claims: [{ ...claim, line: 1 }] };
    const { htmlPath } = await writeReport(input, folder);
    assertStringIncludes(await Deno.readTextFile(htmlPath), "± 2 %");
  }));

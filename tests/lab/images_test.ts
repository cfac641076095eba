import { assertEquals } from "@std/assert";
import type { Dataset } from "../../core/data/dataset.ts";
import { litPixels, testImages } from "../../core/lab/tensors/images.ts";
import { labOptions } from "../../core/lab/options.ts";
import { rowText } from "../../core/lab/pipeline_outputs.ts";
import { LabRecord } from "../../core/lab/record.ts";
import { row } from "../../core/lab/tensors/rows.ts";
import { rounded } from "../../core/lab/tensors/statistics.ts";
import { dense, input, pipeline, summaryRows } from "../../dsl/mod.ts";

const three = {
  images: Uint8Array.of(1, 2, 3, 4, 5, 6),
  labels: Uint8Array.of(0, 1, 0),
  count: 3,
};
const set: Dataset = {
  name: "three pictures of two pixels",
  classes: ["a", "b"],
  shape: [1, 2, 1],
  train: three,
  test: three,
  subset: true,
  provenance: [],
};

Deno.test("testImages() gives the first so many, or all", () => {
  assertEquals(testImages(set, 2), {
    shape: [2, 1, 2, 1],
    data: Float32Array.of(1, 2, 3, 4),
  });
  assertEquals(testImages(set).shape, [3, 1, 2, 1]);
});

Deno.test("row() gives one example without the count", () => {
  assertEquals(row(testImages(set), 2), { shape: [1, 2, 1], data: Float32Array.of(5, 6) });
});

Deno.test("litPixels() lights each pixel of a picture of its own", () => {
  const { shape, data } = litPixels(3);
  assertEquals(shape, [9, 3, 3, 1]);
  assertEquals([...data.subarray(4 * 9, 5 * 9)], [0, 0, 0, 0, 1, 0, 0, 0, 0]);
  assertEquals(data.reduce((a, b) => a + b), 9);
});

Deno.test("rounded() keeps so many decimals", () => {
  assertEquals([rounded(2 / 3, 2), rounded(1, 2)], [0.67, 1]);
});

Deno.test("rowText() writes shape and parameters as the chapter's summaries do", () => {
  const [row] = summaryRows(pipeline(input(3), dense(2)));
  assertEquals(row && rowText(row), "(2) 8");
});

Deno.test("LabRecord puts a claim into the lab's section unless it names another", async () => {
  const source = await Deno.readTextFile(new URL("../../tools/lab_template.ts", import.meta.url));
  const record = new LabRecord("lab_template", source, await labOptions("lab_template", []), "");
  const claim = { id: "one", book: 1, ours: 1 };
  assertEquals(record.claim(claim, 1).section, "Own experiments");
  assertEquals(record.claim({ ...claim, section: "by hand" }, 2).section, "by hand");
});

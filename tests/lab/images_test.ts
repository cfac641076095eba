import { assertEquals } from "@std/assert";
import type { Dataset } from "../../core/data/dataset.ts";
import { litPixels, testImages } from "../../core/lab/tensors/images.ts";
import { rowText } from "../../core/lab/pipeline_outputs.ts";
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

/** Details that make figures legible. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import * as report from "../../core/report/mod.ts";
import { toRgba } from "../../core/report/figures/pixels.ts";
import { colorTable } from "../../core/report/figures/scales.ts";
import { ticksFor } from "../../core/report/figures/ticks.ts";
import { decodeImage } from "../../core/data/image.ts";
import { renderStatic } from "../../core/report/static/render.ts";

const words = { title: "T", caption: "C", alt: "A" };
const axis = { name: "n", unit: "" };
const grey = { height: 1, width: 2, channels: 1, data: [0, 255] };

Deno.test("ticksFor() counts epochs in whole numbers, and labels the values of a log axis that has few", () => {
  assertEquals(ticksFor([1, 2, 3]), { dtick: 1 });
  assertEquals(ticksFor([0, 0.5, 3]), {});
  assertEquals(ticksFor([1, 20]), {});
  assertEquals(ticksFor([4]), {});
  assertEquals(ticksFor([1000, 100, 300, 100], true), {
    tickvals: [100, 300, 1000],
    ticktext: ["100", "300", "1,000"],
  });
  assertEquals(ticksFor(Array.from({ length: 9 }, (_, i) => 10 ** i), true), {});
});

Deno.test("lineChart() distinguishes curves by symbol, and grows with a long legend", () => {
  const chart = (names: readonly string[]) =>
    report.lineChart({
      ...words,
      x: axis,
      y: { ...axis, log: true },
      series: names.map((name) => ({ name, y: [1, 2] })),
    });
  const few = chart(["a", "b"]);
  assertEquals(few.traces.map(({ marker }) => (marker as { symbol: string }).symbol), [
    "circle",
    "square",
  ]);
  assertEquals(few.height, 400);
  assertEquals((few.layout.yaxis as { exponentformat: string }).exponentformat, "power");
  const many = chart(Array.from({ length: 10 }, (_, i) => `raw pixels, full run ${i}, validation`));
  assertEquals(many.height, 480);
});

Deno.test("barChart() keeps numbers clear of error bars and breaks long names", () => {
  const chart = (spread: boolean) =>
    report.barChart({
      ...words,
      x: axis,
      y: axis,
      categories: ["AlexNet 2012", "a b", "c", "d", "e", "f", "g"],
      series: [{
        name: "s",
        values: [1, 2, 3, 4, 5, 6, 7],
        ...(spread ? { spread: [1, 1, 1, 1, 1, 1, 1] } : {}),
      }],
    });
  // The error bar is a seventh of the axis: about 39 pixels, three lines.
  assertEquals(chart(false).traces[0]?.texttemplate, "%{y:,}");
  assertEquals(chart(true).traces[0]?.texttemplate, "%{y:,}<br> <br> <br> ");
  assertEquals((chart(false).layout.xaxis as { ticktext: string[] }).ticktext.slice(0, 2), [
    "AlexNet<br>2012",
    "a<br>b",
  ]);
});

Deno.test("heatmap() writes a true minus sign, and none before zero", () => {
  const { traces } = report.heatmap({
    ...words,
    values: [[-4, -0.001, 0.5]],
    value: axis,
    decimals: 1,
  });
  assertEquals(traces[0]?.text, [["−4.0", "0.0", "0.5"]]);
});

Deno.test("scrubber() shows steps from the first to the last side by side in its static picture", async () => {
  const figure = report.scrubber({
    ...words,
    by: "step",
    value: axis,
    decimals: 0,
    steps: Array.from({ length: 10 }, (_, i) => ({ label: String(i * 5), values: [[i]] })),
  });
  assertEquals(figure.still?.traces.map(({ z }) => z), [[[0]], [[3]], [[6]], [[9]]]);
  assertEquals(figure.frames?.steps[3]?.data, [{ z: [[3]], text: [["3"]] }]);
  const svg = (await renderStatic([{ ...figure, id: "f" }])).get("f")?.svg ?? "";
  for (const text of ["step 0", "step 15", "step 30", "step 45", "column", "row"]) {
    assertStringIncludes(svg, `>${text}<`);
  }
});

Deno.test("scrubber() shows a lone step once", () => {
  const steps = [{ label: "0", values: [[1]] }];
  const { still } = report.scrubber({ ...words, by: "step", value: axis, steps });
  assertEquals(still?.traces.length, 1);
});

Deno.test("imageFigure() gives a flat picture the height that its axis's name needs", () => {
  const flat = report.imageFigure({
    ...words,
    image: { height: 1, width: 784, channels: 1, data: new Uint8Array(784) },
  });
  const title = (flat.layout.yaxis as { title: { text: string } }).title.text;
  assertEquals([title, flat.height], ["row", 108]);
});

Deno.test("sideBySide() leaves a single flat picture the page's width but for a colour bar, and reserves no height for an empty title", () => {
  const image = { height: 40, width: 784, channels: 1, data: new Uint8Array(40 * 784) };
  const { width, height } = report.sideBySide({ ...words, images: [{ title: "", image }] });
  assertEquals([width, height], [672, 42]);
});

Deno.test("imageGrid() with captions remains wide enough for them, without captions it shrinks to a phone", () => {
  const grid = (caption: string | undefined) =>
    report.imageGrid({
      ...words,
      columns: 5,
      tiles: Array.from({ length: 10 }, () => ({ image: grey, ...(caption && { caption }) })),
    }).minWidth;
  assertEquals(grid(undefined), undefined);
  assertEquals(grid("a"), undefined);
  assert((grid("T-shirt (Pullover)") ?? 0) > 400);
});

Deno.test("imageFigure() stores a picture in a colour scale as indices into 256 colours", async () => {
  const image = { height: 1, width: 3, channels: 1, data: [-1, 0, 1] };
  const shading = { scale: "RdBu", range: [-1, 1] } as const;
  const figure = report.imageFigure({ ...words, image, ...shading });
  const [{ source = "" } = {}] = figure.layout.images as { source?: string }[];
  const png = Uint8Array.fromBase64(source.slice(source.indexOf(",") + 1));
  assertEquals(png[25], 3);
  const { data } = await decodeImage(png, "x");
  const exact = toRgba(image, shading);
  const rgb = [...exact].filter((_, i) => i % 4 < 3);
  // 256 colours: at most half a step beside the exact one.
  assert([...data].every((value, i) => Math.abs(value - (rgb[i] ?? NaN)) <= 2), [...data].join());
  assertEquals(colorTable("Greys").length, 768);
});

Deno.test("imageGrid() reserves a line for captions, on a phone too", () => {
  const { layout, width } = report.imageGrid({
    ...words,
    columns: 5,
    tiles: Array.from({ length: 10 }, () => ({ image: grey, caption: "a", mark: "wrong" })),
  });
  const notes = layout.annotations as { y: number; yshift: number }[];
  const frames = layout.shapes as { y0: number; x1: number }[];
  const columns = (layout.xaxis as { range: number[] }).range[1] ?? NaN;
  // From the first row's captions to the second row's pictures, where letters are 10 pixels high.
  const pixels = ((frames[5]?.y0 ?? NaN) - (notes[0]?.y ?? NaN)) * Math.min(1, 350 / width) *
    (width - 8) / columns;
  assert(pixels >= 10 * 1.3 - (notes[0]?.yshift ?? NaN), `${pixels} pixels`);
});

Deno.test("sideBySide() reserves a line for titles between two rows, beside a colour bar too", () => {
  const image = { height: 100, width: 100, channels: 1, data: new Uint8Array(10_000) };
  const figure = (columns: number) =>
    report.sideBySide({
      ...words,
      columns,
      colorBar: "value",
      images: [1, 2, 3, 4].map((i) => ({ title: `picture ${i}`, image })),
    });
  assertEquals(figure(4).minWidth, undefined);
  const { width, minWidth = 0 } = figure(2);
  // What the colour bar leaves of the picture shrinks; 24 pixels above each are for its title.
  assert(24 * (minWidth - 80) / (width - 88) >= 14, `${minWidth} of ${width}`);
});

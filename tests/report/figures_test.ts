import { assert, assertEquals, assertThrows } from "@std/assert";
import { UserError } from "../../dsl/errors.ts";
import * as report from "../../core/report/mod.ts";
import { extent, toRgba } from "../../core/report/figures/pixels.ts";
import { centred, colorAt } from "../../core/report/figures/scales.ts";
import { renderStatic } from "../../core/report/static/render.ts";
import { sampleFigures } from "./sample_figures.ts";

const words = { title: "T", caption: "C", alt: "A" };
const axis = { name: "n", unit: "" };
const grey = { height: 1, width: 2, channels: 1, data: [0, 255] };
const message = (make: () => unknown) => assertThrows(make, UserError).message;

Deno.test("figureTexts() refuses blank texts, in every builder, and makes do without", () => {
  assertEquals(
    message(() => report.imageFigure({ ...words, caption: " ", image: grey })),
    'imageFigure "T": expected a text for caption, found none. Write what to see in it, or leave ' +
      "caption out.",
  );
  assertEquals(
    message(() => report.heatmap({ id: "h", alt: "", values: [[1]], value: axis })),
    'heatmap "h": expected a text for alt, found none. ' +
      "Write what it shows, for a reader who cannot see it, or leave alt out.",
  );
  assertEquals(
    message(() => report.lineChart({ ...words, x: { ...axis, name: "" }, y: axis, series: [] })),
    'Axis: expected a name such as "epoch", found an empty text. Name what it measures.',
  );
  const { title, caption, alt } = report.imageFigure({ image: grey });
  assertEquals([title, caption, alt], ["", "", "A picture: 1 × 2 pixels."]);
});

Deno.test("figureTexts() makes the alternative text of the numbers, in both languages", () => {
  const [epoch, loss] = [{ name: "epoch", unit: "" }, { name: "loss", unit: "nats" }];
  const alts = (figure: report.Figure) => [figure.alt, figure.altKo];
  const curves = [1, 2, 3].map((i) => ({ name: `run ${i}`, y: [0.6123, 0.5, 0.2249] }));
  assertEquals(
    alts(report.lineChart({ x: epoch, y: loss, series: curves.slice(0, 2) })),
    [
      "Line chart of loss (nats) over epoch, 1 to 3: run 1 from 0.612 to 0.225; run 2 from 0.612 to 0.225.",
      "epoch(1–3)에 따른 loss (nats)의 꺾은선 그래프: run 1 0.612에서 0.225까지; run 2 0.612에서 0.225까지.",
    ],
  );
  const many = report.lineChart({ x: epoch, y: loss, series: Array(11).fill(curves[0]) });
  assertEquals(many.alt.match(/run 1/g)?.length, 8);
  assert(many.alt.endsWith("; and 3 more."), many.alt);
  assertEquals(
    report.barChart({
      ...{ x: { name: "layer", unit: "" }, y: { name: "weights", unit: "" } },
      categories: ["conv", "dense"],
      series: [{ name: "s", values: [640, 200960] }],
    }).alt,
    "Bar chart of weights by layer: conv 640, dense 201,000.",
  );
  const laplacian = [[0, 1, 0], [1, -4, 1], [0, 1, 0]];
  const value = { name: "weight", unit: "" };
  assertEquals(
    report.heatmap({ values: laplacian, value, decimals: 0 }).alt,
    "3 × 3 numbers (weight), row by row: 0, 1, 0; 1, −4, 1; 0, 1, 0.",
  );
  const large = Array.from({ length: 7 }, (_, y) => Array.from({ length: 7 }, (_, x) => x * y));
  assertEquals(
    report.heatmap({ values: large, value }).alt,
    "7 × 7 numbers (weight), from 0 to 36.",
  );
  assertEquals(
    report.confusionMatrix({ classes: ["a", "b"], counts: [[3, 1], [0, 4]] }).alt,
    "Confusion matrix of 2 classes: 7 of 8 on the diagonal; most often a was taken for b, 1 times.",
  );
  assertEquals(
    report.scatter({ x: epoch, y: epoch, groups: [{ name: "g", x: [1, 2], y: [3, 5] }] }).alt,
    "Points: g, 2 points, epoch 1–2, epoch 3–5.",
  );
  assertEquals(
    report.contour({ x: epoch, y: loss, value, xs: [1, 2], ys: [3, 4], values: [[0, 1], [2, 9]] })
      .alt,
    "Contour plot of weight, from 0 to 9, highest at epoch 2, loss (nats) 4.",
  );
  assertEquals(
    report.sideBySide({ images: [{ title: "before", image: grey }, { title: "", image: grey }] })
      .alt,
    "2 pictures: before, 1 × 2 pixels; 1 × 2 pixels.",
  );
  assertEquals(
    report.imageGrid({ tiles: [{ image: grey, caption: "Bag", mark: "wrong" }, { image: grey }] })
      .alt,
    "2 pictures of 1 × 2 pixels: ✗ Bag.",
  );
  const steps = [0, 5].map((one) => ({ label: `${one}`, values: [[one]] }));
  assertEquals(
    report.scrubber({ by: "step", value, steps }).alt,
    "2 states. step 0: 1 × 1 numbers (weight), row by row: 0. " +
      "step 5: 1 × 1 numbers (weight), row by row: 5.",
  );
});

Deno.test("sampleFigures() are plain data, equal after JSON and back", () => {
  for (const figure of sampleFigures()) assertEquals(JSON.parse(JSON.stringify(figure)), figure);
});

Deno.test("lineChart() counts x from 1, leaves a gap for NaN and gives a group one colour", () => {
  const { traces } = report.lineChart({
    ...words,
    x: axis,
    y: axis,
    series: [{ name: "a", y: [1, NaN], group: "g" }, { name: "b", y: [2, 3], group: "g" }],
  });
  assertEquals(traces[0]?.x, [1, 2]);
  assertEquals(traces[0]?.y, [1, null]);
  const color = (i: number) => (traces[i]?.line as { color: string }).color;
  assertEquals(color(0), color(1));
});

Deno.test("lineChart() gives no marker properties where it draws no markers, which Plotly would refuse", () => {
  const { traces } = report.lineChart({
    ...words,
    x: axis,
    y: axis,
    series: [{ name: "short", y: [1, 2] }, { name: "long", y: new Float64Array(31) }],
  });
  assertEquals(traces.map(({ mode }) => mode), ["lines+markers", "lines"]);
  assertEquals(traces.map((trace) => "marker" in trace), [true, false]);
});

Deno.test("lineChart() and other builders name what has the wrong length", () => {
  assertEquals(
    message(() => report.lineChart({ ...words, x: axis, y: axis, series: [{ name: "s", y: [] }] })),
    'lineChart "T", series "s": expected as many x as y and at least one, found 0 x and 0 y. ' +
      "Give both the same length.",
  );
  assertEquals(
    message(() =>
      report.barChart({
        ...words,
        x: axis,
        y: axis,
        categories: ["a", "b"],
        series: [{ name: "s", values: [1] }],
      })
    ),
    'barChart "T", series "s": expected 2 values, one per category, found 1. Give one value for each category.',
  );
  assertEquals(
    message(() => report.heatmap({ ...words, values: [[1, 2], [3]], value: axis })),
    'heatmap "T": expected 2 numbers in every row, found 1 in row 1. Make all rows as long as row 0.',
  );
  assertEquals(
    message(() => report.heatmap({ ...words, values: [], value: axis })),
    'heatmap "T": expected a matrix with at least one row and one column, found none. Give rows of numbers.',
  );
  assertEquals(
    message(() => report.confusionMatrix({ ...words, counts: [[1]], classes: ["a", "b"] })),
    'confusionMatrix "T": expected 2 × 2 counts for 2 classes, found 1 × 1. Give one row and one column per class.',
  );
  assertEquals(
    message(() =>
      report.scatter({ ...words, x: axis, y: axis, groups: [{ name: "g", x: [1], y: [] }] })
    ),
    'scatter "T", group "g": expected as many x as y, found 1 x and 0 y. Give both the same length.',
  );
  assertEquals(
    message(() => report.scrubber({ ...words, by: "step", steps: [], value: axis })),
    'scrubber "T": expected at least one step, found none. Give at least one.',
  );
});

Deno.test("confusionMatrix() has true classes in rows and predicted ones in columns", async () => {
  // Three cats, one of them taken for a dog; four dogs, all taken for dogs.
  const figure = report.confusionMatrix({
    ...words,
    counts: [[2, 1], [0, 4]],
    classes: ["cat", "dog"],
  });
  const [trace] = figure.traces;
  assertEquals(trace?.customdata, [[2, 1], [0, 4]]);
  assertEquals(trace?.text, [["2", "1"], ["", "4"]]);
  assertEquals(trace?.z, [[0.667, 0.333], [0, 1]]);
  assertEquals(
    trace?.hovertemplate,
    "true %{y}, predicted %{x}: %{customdata} (%{z:.1%})<extra></extra>",
  );
  const title = (axis: unknown) => (axis as { title: { text: string } }).title.text;
  assertEquals([title(figure.layout.xaxis), title(figure.layout.yaxis)], [
    "predicted class",
    "true class",
  ]);
  // In the picture: the lone mistake stands right of the two cats and above the dogs.
  const svg = (await renderStatic([{ ...figure, id: "f" }])).get("f")?.svg ?? "";
  const place = (text: string) => {
    const [, x, y] = new RegExp(`<text[^>]* x="([^"]*)" y="([^"]*)"[^>]*>${text}</text>`)
      .exec(svg) ?? [];
    assert(x !== undefined && y !== undefined, `no ${text} in the picture`);
    return { x: Number(x), y: Number(y) };
  };
  const [cats, mistake, dogs] = [place("2"), place("1"), place("4")];
  assertEquals([mistake.y, mistake.x], [cats.y, dogs.x]);
  assert(mistake.x > cats.x && mistake.y < dogs.y);
});

Deno.test("imageFigure() and other pictures name what is wrong with their pixels", () => {
  assertEquals(
    message(() => report.imageFigure({ ...words, image: { ...grey, width: 3 } })),
    'imageFigure "T": expected 1 × 3 × 1 = 3 numbers, found 2. ' +
      "Check the picture's height, width and channels.",
  );
  assertEquals(
    message(() => report.imageFigure({ ...words, image: { ...grey, channels: 5 } })),
    'imageFigure "T": expected 1 to 4 channels, found 5. Show the channels one by one.',
  );
  const rgb = { height: 1, width: 1, channels: 3, data: [1, 2, 3] };
  assertEquals(
    message(() => report.imageFigure({ ...words, image: rgb, scale: "Reds" })),
    'imageFigure "T": expected one channel for a colour scale, found 3. Show the channels one by one.',
  );
  assertEquals(
    message(() => report.imageGrid({ ...words, tiles: [] })),
    'imageGrid "T": expected at least one tile, found none. Give at least one.',
  );
  assertEquals(
    message(() => report.imageGrid({ ...words, tiles: [{ image: grey }, { image: rgb }] })),
    'imageGrid "T", tile 1: expected 1 × 2 pixels like tile 0, found 1 × 1. ' +
      "Resize it or use sideBySide.",
  );
  assertEquals(
    message(() => report.sideBySide({ ...words, images: [] })),
    'sideBySide "T": expected at least one image, found none. Give at least one.',
  );
});

Deno.test("toRgba() maps the range to brightness, keeps alpha and shows NaN as mid grey", () => {
  assertEquals([...toRgba({ ...grey, data: [0, 1] }, { range: [0, 1] })], [
    0,
    0,
    0,
    255,
    255,
    255,
    255,
    255,
  ]);
  assertEquals([...toRgba({ height: 1, width: 1, channels: 2, data: [255, 0] }, {})], [
    255,
    255,
    255,
    0,
  ]);
  assertEquals([...toRgba({ ...grey, data: [NaN, 300] }, {})], [
    128,
    128,
    128,
    255,
    255,
    255,
    255,
    255,
  ]);
  assertEquals([...toRgba({ height: 1, width: 1, channels: 3, data: [1, 2, 3] }, {})], [
    1,
    2,
    3,
    255,
  ]);
});

Deno.test("RdBu puts zero in the middle: blue below, white at zero, red above", () => {
  assertEquals(centred("RdBu", [-1, 4]), [-4, 4]);
  assertEquals(centred("RdBu", [0, 0]), [-1, 1]);
  assertEquals(centred("Greys", [-1, 4]), [-1, 4]);
  assertEquals(colorAt("RdBu", 0.5), [247, 247, 247]);
  assertEquals(colorAt("RdBu", -1), [33, 102, 172]);
  assertEquals(colorAt("RdBu", 2), [178, 24, 43]);
});

Deno.test("extent() ignores NaN and returns [0, 0] for no numbers", () => {
  assertEquals(extent([3, NaN, -1]), [-1, 3]);
  assertEquals(extent([NaN]), [0, 0]);
});

Deno.test("imageGrid() marks a wrong tile by symbol, weight and frame", () => {
  const { layout } = report.imageGrid({
    ...words,
    tiles: [{ image: grey, caption: "a", mark: "right" }, {
      image: grey,
      caption: "b",
      mark: "wrong",
    }],
  });
  const notes = layout.annotations as { text: string }[];
  assertEquals(notes.map((note) => note.text), ["✓ a", "<b>✗ b</b>"]);
  assertEquals((layout.shapes as unknown[]).length, 1);
});

Deno.test("scrubber() keeps one colour scale over its steps and shows the last one at rest", () => {
  const figure = report.scrubber({
    ...words,
    by: "step",
    value: axis,
    steps: [{ label: "0", values: [[-5]] }, { label: "1", values: [[1]] }],
  });
  assertEquals(figure.traces[0]?.z, [[1]]);
  assertEquals([figure.traces[0]?.zmin, figure.traces[0]?.zmax], [-5, 1]);
  assertEquals(figure.frames?.steps.map((step) => step.data), [[{ z: [[-5]] }], [{ z: [[1]] }]]);
  assert(figure.frames?.by === "step");
});

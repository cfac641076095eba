import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { parseColor } from "../../core/report/static/canvas.ts";
import { compactSvg } from "../../core/report/static/compact.ts";
import { transformed } from "../../core/report/static/geometry.ts";
import { renderStatic } from "../../core/report/static/render.ts";
import { textWidth } from "../../core/report/static/text_width.ts";
import { sampleFigures } from "./sample_figures.ts";

const figures = sampleFigures().map((figure, i) => ({ ...figure, id: `figure-${i + 1}` }));

Deno.test("renderStatic() draws every kind of figure, equally in every run", async () => {
  const first = await renderStatic(figures);
  const second = await renderStatic(figures);
  for (const { id, kind, alt } of figures) {
    const svg = first.get(id)?.svg ?? "";
    assertEquals(svg, second.get(id)?.svg, `${kind} is drawn differently the second time`);
    assertStringIncludes(svg, 'role="img"');
    assertStringIncludes(svg, alt);
    assert(!/Infinity|NaN|undefined|style=|class=/.test(svg.replace(/base64,[^"]*/g, "")), kind);
    assert(svg.length < 40_000, `${kind} takes ${svg.length} characters`);
    const opened = svg.match(/<g[ >]/g)?.length;
    assertEquals(opened, svg.match(/<\/g>/g)?.length, `${kind} has groups that don't close`);
  }
});

Deno.test("renderStatic() writes axis names, Korean texts and the page's colours", async () => {
  const svg = (await renderStatic(figures.slice(0, 1))).get("figure-1")?.svg ?? "";
  for (const part of ["에포크", "loss (nats)", "훈련", "검증", "var(--ink)", "var(--grid)"]) {
    assertStringIncludes(svg, part);
  }
  assertStringIncludes(svg, 'stroke-dasharray="');
  assertStringIncludes(svg, 'viewBox="0 0 720 400"');
});

Deno.test("renderStatic() draws cells of heatmaps and pixels of pictures as PNG", async () => {
  for (const kind of ["heatmap", "imageFigure", "imageGrid", "confusionMatrix"]) {
    const one = figures.filter((figure) => figure.kind === kind).slice(0, 1);
    const svg = (await renderStatic(one)).values().next().value?.svg ?? "";
    assertStringIncludes(svg, 'href="data:image/png;base64,');
  }
});

Deno.test("renderStatic() refuses what Plotly would ignore, and names figure and problem", async () => {
  const [figure] = figures;
  assert(figure);
  const wrong = { ...figure, traces: [{ type: "scatter", y: [1], lines: "none" }] };
  const drawn = await renderStatic([wrong, { ...figure, id: "right" }]);
  assertEquals(drawn.get("right")?.problem, undefined);
  assert(drawn.get("right")?.svg.startsWith("<svg"));
  assertEquals(
    drawn.get(wrong.id)?.problem,
    'Figure "에포크별 손실" (lineChart): expected properties of Plotly\'s schema, ' +
      'found "In data trace 0, key lines is not part of the schema". Correct its traces or layout.',
  );
});

Deno.test("renderStatic() does not take for a chart's own what the chart before it may have", async () => {
  const [chart] = figures;
  const bars = figures.find(({ kind }) => kind === "barChart");
  assert(chart && bars);
  const odd = { ...chart, layout: { ...chart.layout, barmode: "stack" } };
  const drawn = await renderStatic([bars, odd]);
  assertEquals(drawn.get(bars.id)?.problem, undefined);
  assertStringIncludes(drawn.get(odd.id)?.problem ?? "", "key barmode is not part of the schema");
});

Deno.test("renderStatic() checks the steps of a figure that moves", async () => {
  const moving = figures.filter((figure) => figure.frames).map((figure) => ({
    ...figure,
    frames: { by: "step", steps: [{ label: "0", data: [{ zsmoot: "best" }] }] },
  }));
  const [drawn] = (await renderStatic(moving)).values();
  assertStringIncludes(drawn?.problem ?? "", "key zsmoot is not part of the schema");
});

Deno.test("renderStatic() draws nothing for a report without figures", async () => {
  assertEquals((await renderStatic([])).size, 0);
});

Deno.test("compactSvg() renames ids and their uses, and turns styles into attributes", () => {
  const svg = '<svg><clipPath id="clipab12"/><g class="x" clip-path="url(#clipab12)">' +
    '<path style="fill: red; opacity: 1; cursor: move;" d="M0,1.23456"/></g><g></g></svg>';
  assertEquals(
    compactSvg(svg, "f"),
    '<svg><clipPath id="f-1"/><g clip-path="url(#f-1)"><path fill="red" d="M0,1.23"/></g></svg>',
  );
});

Deno.test("transformed() applies the last transformation first", () => {
  assertEquals(transformed("translate(10,5)scale(2)", [1, 1]), [12, 7]);
  const [x, y] = transformed("rotate(-90,1,1)", [2, 1]);
  assertAlmostEquals(x, 1);
  assertAlmostEquals(y, 0);
  assertEquals(transformed(null, [3, 4]), [3, 4]);
});

Deno.test("textWidth() knows that Korean is wider than Latin", () => {
  assertEquals(textWidth("합성곱", 10), 30);
  assert(textWidth("abc", 10) < 20);
  assertEquals(textWidth("", 10), 0);
});

Deno.test("parseColor() reads the colours that Plotly writes", () => {
  assertEquals(parseColor("rgb(1, 2, 3)"), [1, 2, 3, 255]);
  assertEquals(parseColor("rgba(1,2,3,0.5)"), [1, 2, 3, 128]);
  assertEquals(parseColor("#0a0b0c"), [10, 11, 12, 255]);
  assertEquals(parseColor("nonsense"), [0, 0, 0, 255]);
});

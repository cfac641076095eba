import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { UserError } from "../../dsl/errors.ts";
import { checkFigureContents } from "../../core/report/figure_checks.ts";
import { plotlyText } from "../../core/report/figures/plotly_text.ts";
import { type Figure, lineChart } from "../../core/report/mod.ts";
import { compactSvg } from "../../core/report/static/compact.ts";
import { renderStatic } from "../../core/report/static/render.ts";
import { sampleFigures } from "./sample_figures.ts";

const chart = (name: string, id?: string): Figure =>
  lineChart({
    ...{ title: name, caption: "A line.", alt: "A line.", ...(id === undefined ? {} : { id }) },
    x: { name, unit: "" },
    y: { name: "y", unit: "" },
    series: [{ name, y: [1, 2] }, { name: "other", y: [2, 1] }],
  });

Deno.test("plotlyText() leaves what Plotly draws as it is", () => {
  for (const text of ["에포크", "a & b", "5 > 3", "R&D", "50 %", "$5", "✗ 셔츠", ""]) {
    assertEquals(plotlyText(text), text);
  }
  assertEquals(plotlyText("&lt; %{y} <b>\u202e"), "&amp;lt; &#37;{y} &lt;b>\\u202e");
});

for (
  const name of [
    '<a href="javascript:alert(1)">x</a>',
    '<span style="onload:alert(1)">x</span>',
    "<b>bold</b>",
    "&lt;b&gt; &amp; &#60;",
    "%{y} %{meta}",
    "$5 and $6",
    ' style="fill:red" class="a" id="b" href="#c"',
    "#x: url(#y)",
  ]
) {
  Deno.test(`renderStatic() draws the letters of ${name}`, async () => {
    const pictures = await renderStatic([{ ...chart("plain"), id: "f" }, {
      ...chart(name),
      id: "g",
    }]);
    const [harmless, hostile] = ["f", "g"].map((id) => pictures.get(id)?.svg);
    const shape = (svg = "") =>
      svg.replace(/<svg[^>]*>/, "").match(/<\w+|\s[\w:-]+(?==")/g)?.sort().join(" ");
    // The title of the axis and the names in the legend are drawn as texts, and as nothing else.
    const tags = (svg = "") => (svg.match(/<[^>]*>/g) ?? []).join("");
    assertEquals(shape(tags(hostile)), shape(tags(harmless)));
    const letters = (hostile ?? "").replace(/<[^>]*>/g, "").replaceAll("\u00a0", " ")
      .replace(
        /&(?:#60|#62|lt|gt|amp);/g,
        (entity) => ({ "&#60;": "<", "&lt;": "<", "&#62;": ">", "&gt;": ">" })[entity] ?? "&",
      );
    assertStringIncludes(letters, name);
  });
}

Deno.test("checkFigureContents() accepts every kind of figure, and hostile texts that were escaped", () => {
  sampleFigures().forEach(checkFigureContents);
  checkFigureContents(chart("<a href=x>"));
});

Deno.test("checkFigureContents() refuses markup and pictures from elsewhere in figures made by hand", () => {
  const error = (change: Partial<Figure>) =>
    assertThrows(() => checkFigureContents({ ...chart("x"), ...change }), UserError).message;
  assertEquals(
    error({ layout: { xaxis: { title: { text: '<span style="onload:x">' } } } }),
    'Figure "x" (lineChart): expected texts without markup but <b>, <i>, <sub>, <sup> and <br>, ' +
      'found "<span style=\\"onload:x\\">". Write < as &lt;.',
  );
  assertEquals(
    error({ layout: { images: [{ source: "https://example.org/a.png" }] } }),
    'Figure "x" (lineChart): expected pictures as PNG in data: addresses, ' +
      'found "https://example.org/a.png". Use imageFigure.',
  );
  const step = { label: "1", data: [{ text: [["<a href=x>"]] }] };
  assertStringIncludes(error({ frames: { by: "step", steps: [step] } }), '"<a href=x>"');
  assertStringIncludes(error({ traces: [{ type: "scatter", name: "<img src=x>" }] }), "<img");
});

for (const id of ['x" onload="y', "a b", "", "<b>", "a/b", "-a", "\u202ea"]) {
  Deno.test(`lineChart() refuses the id ${JSON.stringify(id)}`, () => {
    const { message } = assertThrows(() => chart("x", id), UserError);
    assertStringIncludes(message, 'lineChart "x": expected an id of letters, digits, - and _');
  });
}

Deno.test("lineChart() takes ids of any script", () => {
  for (const id of ["figure-1", "합성곱_2", "a"]) assertEquals(chart("x", id).id, id);
});

Deno.test("compactSvg() keeps only presentation attributes of a style", () => {
  const style = "onload: alert(1); fill: red; background: url(https://example.org); " +
    "clip-path: url(&quot;#c&quot;); stroke: url(//example.org); fill-opacity: 0.5";
  assertEquals(
    compactSvg(`<svg><clipPath id="c"/><rect style="${style}"/></svg>`, "f"),
    '<svg><clipPath id="f-1"/><rect fill="red" clip-path="url(#f-1)" fill-opacity="0.5"/></svg>',
  );
});

Deno.test("compactSvg() changes no text", () => {
  const svg = '<svg><text> class="a" style="fill:red" id="x" href="#y" x="1.23456"</text></svg>';
  assertEquals(compactSvg(svg, "f"), svg);
});

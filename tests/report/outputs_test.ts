import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { UserError } from "../../dsl/errors.ts";
import {
  asOutput,
  details,
  note,
  type Output,
  pipelineView,
  summaryTable,
  table,
  text,
} from "../../core/report/mod.ts";
import { escapeHtml, formatNumber, slug, uniqueNames } from "../../core/report/html.ts";
import { islandJson, toSignificant } from "../../core/report/json.ts";
import { weightSize } from "../../core/report/outputs/summary_table.ts";
import { interfaceTexts } from "../../core/report/interface_texts.ts";

const html = (output: Output) =>
  output.html({
    id: "o",
    markdown: (text) => `<p>${text}</p>`,
    picture: () => "",
    text: escapeHtml,
    words: interfaceTexts("en"),
  });

Deno.test("text() keeps spaces and line breaks", () => {
  const output = text(["a < b", "  c"]);
  assertEquals(html(output), '<pre class="printed" tabindex="0">a &lt; b\n  c</pre>');
  assertEquals(output.json(), "a < b\n  c");
});

Deno.test("table() aligns numbers, and writes gaps, yes and no as signs", () => {
  const output = table({
    columns: ["n", "ok"],
    rows: [[1234, true], [null, false]],
    footer: [1, null],
  });
  assertStringIncludes(html(output), '<td class="number">1,234</td><td>✓ yes</td>');
  assertStringIncludes(html(output), '<td class="number">–</td><td>✗ no</td>');
  assertStringIncludes(html(output), "<tfoot>");
  assertEquals(output.json(), {
    columns: ["n", "ok"],
    rows: [[1234, true], [null, false]],
    footer: [1, null],
  });
  assertEquals(table({ columns: ["n"], rows: [[NaN]] }).json(), {
    columns: ["n"],
    rows: [["NaN"]],
  });
});

Deno.test("table() names the row that has too few cells", () => {
  const error = assertThrows(
    () => table({ caption: "T", columns: ["a", "b"], rows: [[1, 2], [3]] }),
    UserError,
  );
  assertEquals(error.message, 'Table "T", row 2: expected 2 cells, found 1. Give one per column.');
});

Deno.test("details() hides the answer until the reader opens it", () => {
  assertEquals(
    html(details("Q", "A")),
    '<div class="exercise"><p>Q</p><details><summary>Show what to expect</summary><p>A</p></details></div>',
  );
});

Deno.test("note() and plain texts become outputs", () => {
  assertEquals(
    html(note("careful", "warning")),
    '<div class="note warning" role="note"><p>careful</p></div>',
  );
  assertEquals(asOutput("printed").kind, "text");
  const same = note("x");
  assert(asOutput(same) === same);
});

Deno.test("pipelineView() lists the boxes in order, branches inside their step", () => {
  const conv = {
    name: "c",
    kind: "conv",
    detail: "64 <3×3>",
    shape: [28, 28, 64],
    parameters: 640,
  };
  const output = pipelineView({
    title: "P",
    boxes: [{ ...conv, kind: "branches", branches: [[conv], [conv, conv]] }],
  });
  assertEquals(html(output).match(/<li class="box/g)?.length, 4);
  assertEquals(html(output).match(/<ol class="flow">/g)?.length, 3);
  assertStringIncludes(html(output), "64 &lt;3×3&gt;");
  assertStringIncludes(html(output), "640 parameters");
  assertStringIncludes(html(output), "28×28×64");
});

Deno.test("summaryTable() writes totals as Keras does", () => {
  const output = summaryTable({
    title: "M",
    rows: [{ name: "conv", layer: "Conv2D", shape: [28, 28, 64], parameters: 640 }],
    total: 258874,
    trainable: 258874,
    frozen: 0,
  });
  assertStringIncludes(html(output), "258,874 <small>(1011.23 KB)</small>");
  assertEquals(weightSize(0), "0.00 B");
  assertEquals(weightSize(9418346), "35.93 MB");
});

Deno.test("formatNumber() writes numbers as people read them", () => {
  assertEquals([258874, 0.9048, -4, 1.2e-7, 1 / 3, 0].map(formatNumber), [
    "258,874",
    "0.9048",
    "−4",
    "1.20e−7",
    "0.333333",
    "0",
  ]);
  assertEquals([NaN, Infinity, -Infinity].map(formatNumber), ["NaN", "∞", "−∞"]);
});

Deno.test("slug() and uniqueNames() make names for ids and addresses", () => {
  assertEquals(slug("합성곱 (convolution)!"), "합성곱-convolution");
  assertEquals(slug("?"), "x");
  const unique = uniqueNames();
  assertEquals(["a", "a", "a-2", "a"].map(unique), ["a", "a-2", "a-2-2", "a-3"]);
});

Deno.test("islandJson() cannot end its script element, and parses to an equal value", () => {
  const value = { a: "</script><!--", b: "\u2028" };
  assert(!islandJson(value).includes("<"));
  assertEquals(JSON.parse(islandJson(value)), value);
});

Deno.test("toSignificant() keeps six digits, and turns NaN and infinities into null", () => {
  assertEquals([0.123456789, 1e-9, NaN, Infinity].map((value) => toSignificant(value)), [
    0.123457,
    1e-9,
    null,
    null,
  ]);
});

Deno.test("table() aligns texts that are numbers, and keeps few columns close together", () => {
  const output = table({
    columns: ["", "accuracy", "note"],
    rows: [["a", "0.8760 ± 0.01", "1×1"], ["b", "98.4 %", "2015"]],
  });
  assertStringIncludes(html(output), '<td class="number">0.8760 ± 0.01</td><td>1×1</td>');
  assertStringIncludes(html(output), '<table class="data slim">');
  const sentence = "from a paper, its second table, entry ZFNet";
  assertStringIncludes(
    html(table({ columns: ["source"], rows: [[sentence]] })),
    `<td class="sentence">${sentence}</td>`,
  );
  const wide = table({ columns: ["a", "b", "c", "d"], rows: [["1", "2", "3", "4"]] });
  assertStringIncludes(html(wide), '<table class="data">');
});

Deno.test("text() lets sentences wrap, but not printed columns", () => {
  assertStringIncludes(html(text("Cannot run step 15: too small.")), 'class="printed wraps"');
  for (const columns of ["x   = 1", "a\n  b"]) {
    assertStringIncludes(html(text(columns)), 'class="printed" ');
  }
});

Deno.test("pipelineView() folds a network inside a box", () => {
  const conv = { name: "c", kind: "conv", detail: "", shape: [1], parameters: 1 };
  const box = (count: number) =>
    pipelineView({
      title: "P",
      boxes: [{
        ...conv,
        kind: "pretrained",
        branches: [Array.from({ length: count }, () => conv)],
      }],
    });
  assert(!html(box(24)).includes("<details>"));
  assertStringIncludes(
    html(box(25)),
    "<details><summary>25 steps inside · 25 parameters</summary>",
  );
  assertEquals(html(box(25)).match(/<li class="box/g)?.length, 26);
});

Deno.test("formatNumber() writes no minus before zero", () => {
  assertEquals(formatNumber(-0), "0");
});

/** The page's parts: claims, notices, provenance, the lab's text. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { judge } from "../../core/report/claims.ts";
import { languageOf, titleHtml } from "../../core/report/html.ts";
import { type DataUsed, details, parseHeader } from "../../core/report/mod.ts";
import { bodyHtml } from "../../core/report/page/body.ts";
import { claimCard, claimsTable, valueText } from "../../core/report/page/claims.ts";
import { noticesHtml } from "../../core/report/page/notices.ts";
import { provenanceHtml } from "../../core/report/page/provenance.ts";
import { tallyHtml } from "../../core/report/page/verdicts.ts";
import { tabulateRuns } from "../../core/report/page/run_tables.ts";
import { createMarkdown } from "../../core/report/markdown/markdown.ts";
import { interfaceTexts } from "../../core/report/interface_texts.ts";
import { sampleInput } from "./sample.ts";

const words = interfaceTexts("en");

Deno.test("valueText() says how far apart two numbers are that rounding would make alike", () => {
  assertEquals(valueText(0.9999999701976776, 1), "1 − 2.98e−8");
  assertEquals(valueText([1, 1 + 2 ** -40], [1, 1]), "(1, 1 + 9.09e−13)");
  assertEquals(valueText(0.5, 1), "0.5");
  assertEquals(valueText(1, 1), "1");
  assertEquals(valueText(NaN, NaN), "NaN");
  assertEquals(valueText(-0, 0), "0");
});

Deno.test("claimsTable() gives a reason a row of its own and says the lab's section once", () => {
  const claim = { id: "a", section: "S", book: 1, ours: 2, tolerance: 0.5, why: "because" };
  const html = claimsTable([judge(claim), judge({ ...claim, id: "b", section: "T" })], "S", words);
  assertEquals(html.match(/<small>S<\/small>/g), null);
  assertEquals(html.match(/<small>T<\/small>/g)?.length, 1);
  assertEquals(html.match(/<tr class="reason"><td colspan="4">because<\/td><\/tr>/g)?.length, 2);
  assertStringIncludes(html, "<small>Tolerance ± 0.5</small>");
  assertStringIncludes(claimsTable([judge(claim)], "R", words), "<small>S</small>");
  assert(!claimsTable([judge(claim)], "LAB: S", words).includes("<small>S</small>"));
  assert(!html.includes('class="scroll"'), "the table of claims fits the page, it doesn't scroll");
});

Deno.test("claimCard() puts the verdict beside the claim and both values below", () => {
  const html = claimCard(judge({ id: "a", section: "S", what: "W", book: 1, ours: 1 }), words);
  const order = ["<b>W</b>", "✓ reproduced", "<i>Book</i> 1", "<i>This run</i> 1"];
  const places = order.map((part) => html.indexOf(part));
  assertEquals(places, places.toSorted((a, b) => a - b));
  assert(places.every((at) => at >= 0), html);
});

Deno.test("tallyHtml() writes short counts whose words can be heard", () => {
  assertEquals(
    tallyHtml([{ verdict: "differs" }], words, true),
    '<ul class="tally"><li><span class="verdict differs" role="img" aria-label="differs 1" ' +
      'title="differs 1">✗ 1</span></li></ul>',
  );
});

Deno.test("noticesHtml() lists many stand-ins behind one summary", async () => {
  const input = await sampleInput();
  const standIn = (name: string): DataUsed => ({
    name,
    source: "s",
    sha256: "0",
    standIn: "stand-in: a face",
  });
  const notes = (data: readonly DataUsed[]) => noticesHtml({ ...input, data }, words);
  const two = notes([standIn("a.jpg"), standIn("b.jpg")]);
  assertEquals(two.match(/<aside/g)?.length, 2);
  assert(!two.includes("stand-in:"), "it says twice that these are stand-ins");
  const many = notes(["a.jpg", "b.jpg", "c.jpg"].map(standIn));
  assertEquals(many.match(/<aside/g)?.length, 1);
  assertStringIncludes(many, "<b>Stand-in data: 3 files.</b>");
  assertEquals(many.match(/<li>/g)?.length, 3);
});

Deno.test("tabulateRuns() makes a row of each run and a table of runs with the same numbers", () => {
  const { tables, others } = tabulateRuns([
    ["mlp, seed 0/loss", "1"],
    ["mlp, seed 0/accuracy", "2"],
    ["mlp, seed 1/loss", "3"],
    ["mlp, seed 1/accuracy", "4"],
    ["transfer/100", "5"],
    ["transfer/300", "6"],
    ["alone/loss", "7"],
    ["largest difference", "8"],
  ]);
  assertEquals(tables, [
    {
      columns: ["loss", "accuracy"],
      rows: [{ name: "mlp, seed 0", cells: ["1", "2"] }, {
        name: "mlp, seed 1",
        cells: ["3", "4"],
      }],
    },
    { columns: ["100", "300"], rows: [{ name: "transfer", cells: ["5", "6"] }] },
  ]);
  assertEquals(others, [["alone/loss", "7"], ["largest difference", "8"]]);
});

Deno.test("provenanceHtml() shows runs as a table, folds many files, leaves no empty column", async () => {
  const input = await sampleInput();
  const header = {
    ...parseHeader(input.source, input.sourcePath),
    needs: "nothing; --full needs more",
  };
  const file = { name: "a.jpg", source: "s", sha256: "ab".repeat(32) };
  const html = provenanceHtml(
    {
      ...input,
      data: Array.from({ length: 9 }, () => file),
      metrics: { "cnn/loss": 0.5, "cnn/accuracy": 0.75, "alone": 3 },
      provenance: { "cnn/weights sha256": "cd".repeat(32), "deno": "2.9.6" },
    },
    header,
    words,
  );
  assertStringIncludes(html, '<th scope="row">cnn</th><td class="number">0.5</td>');
  assertStringIncludes(html, `title="${"cd".repeat(32)}">cdcdcdcdcdcd…</span>`);
  assertStringIncludes(html, "<dt>alone</dt><dd>3</dd>");
  assertStringIncludes(html, "<dt>Engine</dt>");
  assertStringIncludes(html, 'nothing; <span class="option">--full</span> needs more');
  assertStringIncludes(html, "<summary>Data: 9 files</summary>");
  assert(!html.includes("Licence"), "no file has one");
  assert(html.indexOf("<dt>deno</dt>") < html.indexOf("<dt>alone</dt>"), "versions come first");
});

Deno.test("bodyHtml() folds code that would give the answers of its exercises away", () => {
  const body = (kinds: readonly string[]) =>
    bodyHtml({
      source: 'show(details("Why?", "Because."));',
      sourcePath: "x.ts",
      headerEnd: 0,
      outputs: kinds.map((kind) => ({ line: 1, kind, html: "" })),
      claims: [],
      checks: [],
      markdown: createMarkdown(),
      words,
      attempt: (make) => make(),
    });
  const folded = "<summary>The code of these exercises</summary>";
  assertEquals(details("Why?", "Because.").kind, "details");
  assertStringIncludes(body(["details", "details"]), folded);
  assert(!body(["details", "table"]).includes(folded));
  assert(!body([]).includes(folded));
});

Deno.test("titleHtml() sets the second language apart, languageOf() knows Korean", () => {
  assertEquals(
    titleHtml("Edges & lines · 특징 추출"),
    'Edges &amp; lines <span class="second" lang="ko">특징 추출</span>',
  );
  assertEquals(titleHtml("A lab"), "A lab");
  assertEquals(languageOf("LAB: 합성곱을 만들어보자"), ' lang="ko"');
  assertEquals(languageOf("beyond the book: 패딩"), "");
});

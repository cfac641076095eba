/** The page's parts: claims, notices, provenance, the lab's text. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { judgeCheck } from "../../core/report/checks.ts";
import { type Claim, judge } from "../../core/report/claims.ts";
import { languageOf, titleHtml } from "../../core/report/html.ts";
import { type DataUsed, details, parseHeader } from "../../core/report/mod.ts";
import { bodyHtml, type BodyInput } from "../../core/report/page/body.ts";
import { claimNote, claimsTable, valueText } from "../../core/report/page/claims.ts";
import { noticesHtml } from "../../core/report/page/notices.ts";
import { provenanceHtml } from "../../core/report/page/provenance.ts";
import { tallyHtml } from "../../core/report/page/verdicts.ts";
import { tabulateRuns } from "../../core/report/page/run_tables.ts";
import { parseBlocks } from "../../core/report/weave/blocks.ts";
import { shortHash } from "../../core/report/weave/texts.ts";
import { sampleInput } from "./sample.ts";
import { seen, textsWith } from "./texts.ts";

const texts = textsWith();

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
  const table = (claims: readonly Claim[], section: string) => claimsTable(claims, section, texts);
  const html = table([judge(claim), judge({ ...claim, id: "b", section: "T" })], "S");
  assertEquals(html.match(/<small>S<\/small>/g), null);
  assertEquals(html.match(/<small>T<\/small>/g)?.length, 1);
  assertEquals(html.match(/<tr class="reason"><td colspan="4">because<\/td><\/tr>/g)?.length, 2);
  assertStringIncludes(seen(html), "Tolerance ± 0.5");
  assertStringIncludes(table([judge(claim)], "R"), "<small>S</small>");
  assert(!table([judge(claim)], "LAB: S").includes("<small>S</small>"));
  assert(!html.includes('class="scroll"'), "the table of claims fits the page, it doesn't scroll");
});

Deno.test("claimNote() shows the verdict, both values and the reason, and leads to the table", () => {
  const claim = { id: "a", section: "S", what: "W", whatKo: "더블유", book: 1, ours: 2, why: "Y" };
  const html = claimNote(judge(claim), texts);
  assertEquals(seen(html), "✗ differs WBook 1 This run 2Y");
  assertEquals(seen(html, "ko"), "✗ 다름 더블유책 1 이번 실행 2Y");
  assertStringIncludes(html, '<a href="#claim-a">');
});

Deno.test("tallyHtml() writes short counts whose words can be heard", () => {
  const html = tallyHtml([{ verdict: "differs" }], true);
  assertStringIncludes(html, '<span aria-hidden="true">✗ 1</span><span class="hear">1 <span');
  assertEquals(seen(html.replace(/<span aria-hidden.*?<\/span>/, "")), "1 differs");
});

Deno.test("noticesHtml() names stand-ins in one line that leads to their list", async () => {
  const input = await sampleInput();
  const standIn = (name: string): DataUsed => ({
    name,
    source: "s",
    sha256: "0",
    standIn: "stand-in: a face",
  });
  const notes = (names: readonly string[]) =>
    noticesHtml({ ...input, data: names.map(standIn) }, texts);
  assertEquals(seen(notes(["a.jpg", "b.jpg"])), "Stand-in data: a.jpg, b.jpg · Details");
  assertEquals(seen(notes(["a", "b", "c", "d"])), "Stand-in data: 4 files · Details");
  assertStringIncludes(notes(["a"]), '<a href="#data">');
  assertEquals(notes([]), "");
  const error = noticesHtml({ ...input, data: [], error: "No <data>.", hints: ["Hm."] }, texts);
  assertStringIncludes(seen(error), "up to that point. No &lt;data&gt;.Hm.");
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
    texts,
  );
  assertStringIncludes(html, '<th scope="row">cnn</th><td class="number">0.5</td>');
  assertStringIncludes(html, `title="${"cd".repeat(32)}">cdcdcdcdcdcd…</span>`);
  assertStringIncludes(html, "<dt>alone</dt><dd>3</dd>");
  assertStringIncludes(seen(html), "Engine");
  assertStringIncludes(html, 'nothing; <span class="option">--full</span> needs more');
  assertStringIncludes(seen(html), "Data: 9 files");
  assert(!html.includes("Licence"), "no file has one");
  assert(html.indexOf("<dt>deno</dt>") < html.indexOf("<dt>alone</dt>"), "versions come first");
});

/** The story of a lab that shows outputs of these kinds in these lines. */
const story = (
  source: string,
  outputs: readonly (readonly [line: number, kind: string])[] = [],
  judged: Partial<Pick<BodyInput, "claims" | "checks">> = {},
  korean = "",
) =>
  bodyHtml({
    blocks: parseBlocks(source),
    sourcePath: "x.ts",
    outputs: outputs.map(([line, kind]) => ({ line, kind, html: `[${kind} ${line}]` })),
    ...{ claims: [], checks: [], ...judged },
    texts: textsWith(korean),
    attempt: (make) => make(),
  });

Deno.test("bodyHtml() folds code that would give the answers of its exercises away", () => {
  const body = (kinds: readonly string[]) =>
    seen(story('show(details("Why?", "Because."));', kinds.map((kind) => [1, kind])));
  const folded = "The code of these exercises";
  assertEquals(details("Why?", "Because.").kind, "details");
  assertStringIncludes(body(["details", "details"]), folded);
  assert(!body(["details", "table"]).includes(folded));
  assert(!body([]).includes(folded));
});

Deno.test("bodyHtml() folds code that only shows, below what it shows, and keeps ideas in view", () => {
  const html = story("const a = 1;\nshow(a);\nclaim(a);\n// # B\nmetric(b);\n", [[2, "figure"]]);
  assertEquals(
    seen(html).replace(/\s+/g, " ").trim(),
    [
      ...["const a = 1; [figure 2]How this figure is madeshow(a); claim(a);"],
      ...["B How this is checkedmetric(b);"],
    ].join(" "),
  );
  assertEquals(html.match(/<details class="setup"><summary>/g)?.length, 2);
  const marked = story("//+\nshow(a);\n// text\n//-\nconst b = 2;");
  assertEquals(marked.match(/<details/g)?.length, 1);
  assert(marked.indexOf("(a)") < marked.indexOf("<details"));
});

Deno.test("bodyHtml() begins with the question: imports wait for the first code in view", () => {
  const source = 'import a from "a";\nconst { show } = await lab(import.meta);\n\n// Why?\n' +
    "\nshow(a);\n\n// # Then\nconst b = 1;\nawait finish();\n";
  assertEquals(
    seen(story(source, [[6, "figure"]])).replace(/\s+/g, " ").trim(),
    [
      ...["Why? [figure 6]How this figure is madeshow(a); Then"],
      "Setup: what this lab importsimport a from &quot;a&quot;; const { show } = await lab(import.meta);",
      "const b = 1;",
    ].join(" "),
  );
});

Deno.test("bodyHtml() puts a caption under everything that its statement shows", () => {
  const source = "//: Look\n//: **here**.\nshow(\n  a, b,\n);\nshow(c);\n";
  const html = story(source, [[3, "figure"], [3, "table"], [6, "figure"]]);
  assertEquals(
    seen(html).replace(/\s+/g, " ").trim().split(" How")[0],
    [
      "[figure 3] [table 3]Look here.",
    ].join(""),
  );
  assertStringIncludes(html, '<figure class="shown"><div class="output">[figure 3]</div>');
  assertEquals(html.match(/<figcaption>/g)?.length, 1);
  assert(!story(source).includes("Look"), "a statement that showed nothing needs no caption");
});

Deno.test("bodyHtml() says only of claims and checks that came out otherwise, and marks the place of all", () => {
  const at = <T>(judged: T, line: number) => ({ ...judged, line });
  const claim = { section: "S", book: 1 };
  const html = story("a;\n// x\nb;", [], {
    claims: [
      at(judge({ ...claim, id: "p", ours: 1 }), 1),
      at(judge({ ...claim, id: "q", ours: 2 }), 3),
    ],
    checks: [at(judgeCheck({ what: "r", value: 1, rule: { above: 2 } }), 3)],
  });
  assertEquals(html.match(/class="margin/g)?.length, 2);
  const places = [
    'id="made-claim-p"',
    "<p>x",
    'id="made-claim-q"',
    'href="#claim-q"',
    'href="#check-r"',
  ];
  const found = places.map((part) => html.indexOf(part));
  assertEquals(found, found.toSorted((one, other) => one - other));
  assert(found.every((place) => place >= 0));
});

Deno.test("bodyHtml() shows each block in both languages, with one anchor made from the English", () => {
  const english = "# Four loops\n\nThe rest is **repetition**.";
  const korean = `## four-loops · 네 겹의 반복문 <!-- ${
    shortHash(english)
  } -->\n나머지는 **반복**입니다.`;
  const html = story("// # Four loops\n//\n// The rest is **repetition**.", [], {}, korean);
  assertStringIncludes(html, '<h2 id="section-four-loops">');
  assertEquals(seen(html).trim(), "Four loops\nThe rest is repetition.");
  assertEquals(seen(html, "ko").trim(), "네 겹의 반복문\n나머지는 반복입니다.");
  const stale = story("// # Four loops\n//\n// The rest is easy.", [], {}, korean);
  assertEquals(seen(stale, "ko").trim(), "Four loops\nThe rest is easy.");
  assertStringIncludes(stale, '<div lang="en">');
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

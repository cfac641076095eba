import { assertEquals, assertThrows } from "@std/assert";
import { UserError } from "../../dsl/errors.ts";
import { figure, imageFigure, labBlocks, requireCaption, text } from "../../core/report/mod.ts";
import { blockAt, captionAt, parseBlocks } from "../../core/report/weave/blocks.ts";
import { parseHeader } from "../../core/report/weave/header.ts";
import { scanLines } from "../../core/report/weave/scan.ts";

const header = [
  "/**",
  " * @title Write the convolution",
  " * @section LAB: 합성곱을 만들어보자",
  " * @run deno run --allow-read=. labs/04.ts",
  " * @needs nothing",
  " * @minutes 0.5, full 2",
  " * @goals",
  " * - write a convolution",
  " *   as four loops",
  " * - say why it shrinks",
  " */",
];

const kinds = (source: string) =>
  parseBlocks(source).map(({ kind, firstLine, lastLine }) => `${kind} ${firstLine}-${lastLine}`);

Deno.test("parseHeader() reads every tag, goals over two lines included", () => {
  assertEquals(parseHeader(header.join("\n"), "labs/04.ts"), {
    title: "Write the convolution",
    section: "LAB: 합성곱을 만들어보자",
    run: "deno run --allow-read=. labs/04.ts",
    needs: "nothing",
    minutes: { quick: 0.5, full: 2 },
    goals: ["write a convolution as four loops", "say why it shrinks"],
    endLine: 11,
  });
});

Deno.test("parseHeader() names file, line and the unknown tag", () => {
  const source = header.with(1, " * @titel Typo").join("\n");
  const error = assertThrows(() => parseHeader(source, "labs/04.ts"), UserError);
  assertEquals(
    error.message,
    "labs/04.ts:2: expected one of the tags @title, @section, @run, @needs, @minutes, @goals, " +
      'found "@titel". Correct it.',
  );
});

Deno.test("parseHeader() names a missing, a repeated and an empty tag", () => {
  const message = (lines: string[]) =>
    assertThrows(() => parseHeader(lines.join("\n"), "labs/04.ts"), UserError).message;
  assertEquals(
    message(header.toSpliced(4, 1)),
    "labs/04.ts:1: expected the tag @needs in the header, found none. Add it.",
  );
  assertEquals(
    message(header.toSpliced(4, 0, " * @title Again")),
    "labs/04.ts:5: expected @title once, found it again. Remove one.",
  );
  assertEquals(
    message(header.with(1, " * @title")),
    "labs/04.ts:2: expected a text after @title, found none. Write one.",
  );
  assertEquals(
    message(header.toSpliced(7, 3)),
    'labs/04.ts:7: expected lines that begin with "- " after @goals, found none. List the goals.',
  );
});

Deno.test("parseHeader() refuses minutes that are not numbers and a command that runs another file", () => {
  const message = (lines: string[]) =>
    assertThrows(() => parseHeader(lines.join("\n"), "labs/04.ts"), UserError).message;
  assertEquals(
    message(header.with(5, " * @minutes soon")),
    'labs/04.ts:6: expected @minutes to be like "0.5" or "0.5, full 20", found "soon". Correct it.',
  );
  assertEquals(
    message(header.with(3, " * @run deno run labs/05.ts")),
    'labs/04.ts:4: expected @run to begin with "deno run " and to name 04.ts, ' +
      'found "deno run labs/05.ts". Give the exact command.',
  );
});

Deno.test("parseHeader() refuses a lab without a header", () => {
  const message = (source: string) =>
    assertThrows(() => parseHeader(source, "labs/04.ts"), UserError).message;
  const tags = "@title, @section, @run, @needs, @minutes, @goals";
  assertEquals(
    message("\nconst a = 1;\n"),
    `labs/04.ts:2: expected a header /** … */ with the tags ${tags}, found something else. ` +
      "Begin the lab with one.",
  );
  assertEquals(
    message(""),
    `labs/04.ts:1: expected a header /** … */ with the tags ${tags}, found an empty file. ` +
      "Begin the lab with one.",
  );
});

Deno.test("parseBlocks() takes comments that begin a line as prose and the rest as code", () => {
  const source = [
    "// # One",
    "//",
    "// $x^2$",
    "",
    "// more",
    "const a = 1; // stays",
    "",
    "let b;",
    "// end",
  ];
  assertEquals(parseBlocks(source.join("\n")), [
    { kind: "prose", text: "# One\n\n$x^2$\n\nmore", firstLine: 1, lastLine: 5 },
    { kind: "code", text: "const a = 1; // stays\n\nlet b;", firstLine: 6, lastLine: 8 },
    { kind: "prose", text: "end", firstLine: 9, lastLine: 9 },
  ]);
});

Deno.test("parseBlocks() leaves comments in strings, templates and block comments alone", () => {
  assertEquals(kinds('const a = `\n// no\n${"`"}\n// no\n`;\n// yes'), ["code 1-5", "prose 6-6"]);
  assertEquals(kinds("/*\n// no\n*/\nlet a;\n// yes"), ["code 1-4", "prose 5-5"]);
  assertEquals(kinds("const a = [\n// inside brackets\n1];\n// yes"), ["code 1-3", "prose 4-4"]);
  assertEquals(kinds('const a = "\\"{`";\n// yes'), ["code 1-1", "prose 2-2"]);
  assertEquals(kinds("for (;;) {\n  // no\n}\n// yes"), ["code 1-3", "prose 4-4"]);
});

Deno.test("parseBlocks() tells regular expressions from divisions", () => {
  assertEquals(kinds("const a = /[`/{]\\/{/.test(b);\n// yes"), ["code 1-1", "prose 2-2"]);
  assertEquals(kinds("const a = b / c / d; const e = (f) / 2;\n// yes"), ["code 1-1", "prose 2-2"]);
  assertEquals(kinds("const f = () => { return /`/ }\n// yes"), ["code 1-1", "prose 2-2"]);
});

Deno.test("parseBlocks() follows templates inside templates", () => {
  assertEquals(kinds("const a = `${{ b: `${1}\n// no` }.b}\n// no`;\n// yes"), [
    "code 1-3",
    "prose 4-4",
  ]);
});

Deno.test("parseBlocks() keeps comments for tools with the code", () => {
  assertEquals(kinds("// text\n// deno-fmt-ignore\nconst a = 1;"), ["prose 1-1", "code 2-3"]);
  assertEquals(kinds('/// <reference lib="dom" />\nlet a;'), ["code 1-2"]);
});

Deno.test("parseBlocks() separates the imports at the top", () => {
  const source = 'import a from "a";\nimport {\n  b,\n} from "b";\n\nconst c = 1;\n// text\nc;';
  assertEquals(kinds(source), ["setup 1-4", "code 6-6", "prose 7-7", "code 8-8"]);
  assertEquals(kinds('import a from "a";\n'), ["setup 1-1"]);
});

Deno.test("parseBlocks() begins after the header and reads Windows line ends", () => {
  assertEquals(parseBlocks("/** h */\r\n// text\r\na;\r\n", 1), [
    { kind: "prose", text: "text", firstLine: 2, lastLine: 2 },
    { kind: "code", text: "a;", firstLine: 3, lastLine: 3 },
  ]);
});

Deno.test("parseBlocks() begins a block at each heading, but not inside a fence", () => {
  const source = "// Why?\n\n// # One\n// a\n//\n// ## Two\n// ```\n// # no\n// ```\na;";
  assertEquals(kinds(source), ["prose 1-1", "prose 3-4", "prose 6-9", "code 10-10"]);
  assertEquals(parseBlocks(source)[1]?.text, "# One\na");
});

Deno.test("parseBlocks() makes a block of the statement below a caption", () => {
  const source =
    "const a = [\n  1,\n];\n\n//: Look\n//: here.\nshow(\n  a,\n)\n  .b;\nconst c = 1;\nshow(c);";
  assertEquals(parseBlocks(source).map(({ kind, text, folded }) => [kind, text, folded]), [
    ["code", "const a = [\n  1,\n];", undefined],
    ["caption", "Look\nhere.", undefined],
    ["code", "show(\n  a,\n)\n  .b;", true],
    ["code", "const c = 1;", undefined],
    ["code", "show(c);", true],
  ]);
});

Deno.test("parseBlocks() folds what only shows or judges, unless a mark says otherwise", () => {
  const folds = (source: string) =>
    parseBlocks(source).map(({ firstLine, folded }) => `${firstLine}${folded ? " folded" : ""}`);
  assertEquals(folds("a;\nshow(a);\nb;\nclaim(1);\nawait finish();"), ["1", "4 folded"]);
  assertEquals(folds("for (const a of b) metric(a);\nlive.filter({});"), ["1 folded"]);
  assertEquals(folds("showing(a);\nconst show = 1;"), ["1"]);
  assertEquals(folds("//+\nshow(a);\nclaim(b);"), ["2"]);
  assertEquals(folds("//-\nconst a = 1;\n// text\nconst b = 1;"), ["2 folded", "3", "4"]);
  assertEquals(folds("//: c\n//+\nshow(a);\nb;"), ["1", "3", "4"]);
});

Deno.test("parseBlocks() takes the opening of the lab for setup", () => {
  const source =
    'import a from "a";\n\nconst { show } =\n  await lab(import.meta, claims);\nconst b = 1;';
  assertEquals(kinds(source), ["setup 1-4", "code 5-5"]);
});

Deno.test("parseBlocks() reads exercises with their answers out of comments", () => {
  const source = "//? Why\n//? so?\n//! Because.\n//? And `b`?\n//! No.\n//! Never.\n";
  assertEquals(parseBlocks(source), [
    { kind: "exercise", text: "Why\nso?", answer: "Because.", firstLine: 1, lastLine: 3 },
    { kind: "exercise", text: "And `b`?", answer: "No.\nNever.", firstLine: 4, lastLine: 6 },
  ]);
});

Deno.test("captionAt() gives the caption of the statement in a line, and of no other", () => {
  const blocks = parseBlocks("//: Look.\nshow(\n  a,\n);\nshow(b);");
  assertEquals([2, 3, 4, 5, 9].map((line) => captionAt(blocks, line)), [
    ...["Look.", "Look.", "Look.", undefined, undefined],
  ]);
});

Deno.test("labBlocks() refuses a caption of nothing and an answer without a question", () => {
  const message = (text: string) =>
    assertThrows(() => labBlocks([...header, text].join("\n"), "labs/04.ts"), UserError).message;
  assertEquals(
    message("//: Look.\n// text"),
    'labs/04.ts:12: expected a statement below the caption "//:", found prose. Put the caption ' +
      "directly above what shows the figure.",
  );
  assertEquals(
    message("a;\n//! Yes."),
    'labs/04.ts:13: expected a question "//?" above the answer "//!", found none. Write it.',
  );
});

Deno.test("requireCaption() asks for the words of a figure, in its call or above it", () => {
  const bare = figure(imageFigure({ image: { height: 1, width: 1, channels: 1, data: [0] } }));
  const at = (source: string, line: number, output = bare) =>
    requireCaption(output, parseBlocks(source), "labs/04.ts", line);
  at("//: Look.\nshow(a);", 2);
  at("show(a);", 1, text("printed"));
  at("show(a);", 1, { ...bare, figures: bare.figures!.map((one) => ({ ...one, caption: "c" })) });
  assertEquals(
    assertThrows(() => at("//: Look.\nshow(a);\nshow(b);", 3), UserError).message,
    'labs/04.ts:3: Cannot show a figure without words: expected a comment "//: …" above the ' +
      "statement, or a caption in the call, found neither. Write what to see in it.",
  );
});

Deno.test("blockAt() finds the code that contains a line, or the last code before it", () => {
  const blocks = parseBlocks("a;\n// text\nb(\n  1,\n);\n");
  assertEquals(blockAt(blocks, 1)?.firstLine, 1);
  assertEquals(blockAt(blocks, 4)?.firstLine, 3);
  assertEquals(blockAt(blocks, 99)?.firstLine, 3);
  assertEquals(blockAt(parseBlocks("// only text"), 1), undefined);
});

Deno.test("scanLines() accepts text that ends inside a string, template or comment", () => {
  assertEquals(scanLines("`a\n").length, 2);
  assertEquals(scanLines("/* a\n").at(-1), { depth: 0, inside: true });
  assertEquals(scanLines("'a\nb").length, 2);
});

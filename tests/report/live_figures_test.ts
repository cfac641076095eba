import { assertEquals, assertThrows } from "@std/assert";
import {
  readFragment,
  readNumbers,
  readSettings,
  writeFragment,
  writeSettings,
} from "../../core/report/live/base/settings.ts";
import {
  evaluate,
  parseWords,
  SyntaxProblem,
  UnknownWord,
} from "../../core/report/live/figures/builder_parser.ts";
import { seen, sides } from "../../core/report/live/figures/field_state.ts";
import { presets, resized } from "../../core/report/live/figures/filter_presets.ts";
import { changedPicture, changes } from "../../core/report/live/figures/pooling_state.ts";
import { pageTools } from "../../core/live/tools.ts";
import { read } from "../../core/report/live/figures/builder_read.ts";

Deno.test("writeSettings() writes numbers readably, and readSettings() reads any text back", () => {
  assertEquals(
    writeSettings({ kernel: "0,-4,0.5", padding: "same" }),
    "kernel:0,-4,0.5;padding:same",
  );
  const text = 'conv(8, { kernel: 3 });\n"a:b&c=d%"';
  assertEquals(readSettings(writeSettings({ text })), { text });
  assertEquals(readSettings("%;x;:y;a:%E0%A4%A"), {});
});

Deno.test("writeFragment() keeps the settings of other figures, and gives way to anchors only when it must", () => {
  const two = writeFragment("#filter=stride:2", "window", { size: "5" });
  assertEquals(two, "#filter=stride:2&window=size:5");
  assertEquals([...readFragment(two).keys()], ["filter", "window"]);
  assertEquals(writeFragment(two, "filter", {}), "#window=size:5");
  assertEquals(writeFragment("#window=size:5", "window", {}), "");
  assertEquals(writeFragment("#four-loops", "filter", {}), "#four-loops");
  assertEquals(readFragment("#four-loops").size, 0);
});

Deno.test("readNumbers() reads a list of finite numbers, and nothing else", () => {
  assertEquals(readNumbers("1,-4,0.5"), [1, -4, 0.5]);
  for (const text of ["", "1,x", "1,Infinity", undefined]) {
    assertEquals(readNumbers(text), undefined);
  }
});

Deno.test("resized() puts a kernel in the middle of a larger or smaller one", () => {
  assertEquals(resized([[1, 2, 3], [4, 5, 6], [7, 8, 9]], 1), [[5]]);
  assertEquals(resized([[1]], 3), [[0, 0, 0], [0, 1, 0], [0, 0, 0]]);
  for (const size of [3, 5, 7]) {
    const sums = ["identity", "box", "gaussian", "sharpen"].map((name) =>
      Math.round(1e6 * presets[name]!(size).flat().reduce((a, b) => a + b, 0)) / 1e6
    );
    assertEquals(sums, [1, 1, 1, 1]);
  }
});

Deno.test("changedPicture() moves a picture, fills with zeros, and then changes pixels", () => {
  const picture = { height: 2, width: 2, data: [1, 2, 3, 4] };
  const moved = changedPicture(picture, { moved: [0, 1], touched: new Map([[3, 9]]) });
  assertEquals([...moved], [0, 1, 0, 9]);
  assertEquals(changes(Float32Array.of(0, 1, 0.5), Float32Array.of(0.04, 0.9, 0.5), 0.05), [1]);
});

Deno.test("seen() gives the pixels that one of a later layer depends on", () => {
  const layers = [
    { kind: "conv", window: 3, stride: 1 },
    { kind: "pool", window: 2, stride: 2 },
    { kind: "conv", window: 3, stride: 1 },
  ] as const;
  assertEquals(seen(layers, 2, { row: 1, column: 0 }, -1), { row: 2, column: 0, size: 8 });
  assertEquals(seen(layers, 2, { row: 1, column: 0 }, 1), { row: 1, column: 0, size: 3 });
  assertEquals(sides(28, layers), [26, 13, 11]);
  assertEquals(sides(3, layers), [1, undefined, undefined]);
});

Deno.test("parseWords() reads words with numbers, texts, lists and options", () => {
  const text = 'conv(8, { kernel: [3, 5], padding: "same", }), // two\nf(-1.5)';
  const [first, second] = parseWords(text);
  const seen: unknown[] = [];
  const vocabulary = new Map(
    ["conv", "f"].map((name) => [name, (...args: unknown[]) => seen.push(args)]),
  );
  evaluate(first!, vocabulary);
  evaluate(second!, vocabulary);
  assertEquals(seen, [[8, { kernel: [3, 5], padding: "same" }], [-1.5]]);
  assertEquals(text.slice(second!.from, second!.to), "f(-1.5)");
});

Deno.test("parseWords() says what is missing, and where", () => {
  const cases = [
    ["conv(8", "end", 6],
    ["conv(8) pool(2)", "comma", 8],
    ["conv", "end", 4],
    ["conv(8, { kernel 3 })", "value", 17],
    ["3, pool(2)", "word", 0],
    ["conv(8; 3)", "value", 6],
  ] as const;
  for (const [text, kind, from] of cases) {
    const error = assertThrows(() => parseWords(text), SyntaxProblem);
    assertEquals([error.kind, error.at.from], [kind, from], text);
  }
});

Deno.test("evaluate() calls nothing but the words it is given", () => {
  for (const text of ["eval(1)", "constructor(1)", "__proto__()", "toString()"]) {
    assertThrows(() => evaluate(parseWords(text)[0]!, new Map()), UnknownWord);
  }
});

Deno.test("read() gives the language's own sentence and the word that it is about", () => {
  const tools = pageTools();
  const text = "input(28, 28, 1), pool(2), dense(10)";
  const { steps, mistake } = read(text, tools);
  assertEquals(steps.map(({ shape }) => shape.join("x")), ["28x28x1", "14x14x1"]);
  assertEquals(text.slice(mistake?.from, mistake?.to), "dense(10)");
  assertEquals(
    mistake && "sentence" in mistake && mistake.sentence,
    "dense needs a vector, but the step before gives 14x14x1; put flatten() between them",
  );
  const option = read("input(8, 8, 1), conv(4, { kernel: 0 })", tools).mistake;
  assertEquals(option && "sentence" in option && option.sentence.includes("kernel"), true);
  assertEquals(read("", tools), { steps: [] });
});

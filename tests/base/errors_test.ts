/** Text that others chose, in the sentences of errors. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { UserError } from "../../core/base/errors.ts";
import { quoted, visible } from "../../core/base/quoted.ts";
import { loadDataset } from "../../core/data/dataset.ts";
import { photograph } from "../../core/data/photographs.ts";
import { readUserFile } from "../../core/data/read.ts";
import { openEngine } from "../../core/engine/open.ts";
import { LabRecord } from "../../core/lab/record.ts";
import { requireWritable } from "../../core/report/folder.ts";
import {
  barChart,
  confusionMatrix,
  contour,
  heatmap,
  imageFigure,
  imageGrid,
  judge,
  judgeCheck,
  lineChart,
  parseHeader,
  scatter,
  scrubber,
  sideBySide,
  table,
} from "../../core/report/mod.ts";
import { fromJSON } from "../../dsl/mod.ts";
import { readPipeline } from "../../tools/cli/eval.ts";
import { findLab } from "../../tools/cli/lab_files.ts";
import { newLab } from "../../tools/cli/new.ts";
import { permissionsOf } from "../../tools/cli/permissions.ts";
import { readReport } from "../../tools/cli/reports.ts";

/** It ends a quotation, clears the screen, turns the direction of writing, and does not end. */
const HOSTILE = `x" \u001b[2J\u202e\u009b31m${"y".repeat(100)}`;
const WORD = HOSTILE.replace(" ", "");

const own = { title: HOSTILE, caption: "a", alt: "a" };
const axis = { name: "x", unit: "pixels" };
const short = { height: 1, width: 2, channels: 1, data: [0] };
const colours = { height: 1, width: 1, channels: 3, data: [0, 0, 0] };

const source = (tag = "title", text = "a"): string => {
  const tags = {
    ...{ title: "a", section: "a", run: "deno run labs/a.ts", needs: "a", minutes: "1" },
    ...{ goals: "\n * - a", [tag]: text },
  };
  const lines = Object.entries(tags).map(([name, text]) => ` * @${name} ${text}`);
  return ["/**", ...lines, " */"].join("\n");
};
const header = (tag?: string, text?: string) => parseHeader(source(tag, text), "labs/a.ts");

const record = () => {
  const options = {
    ...{ full: false, seed: 0, engine: "auto", download: false, fresh: false, out: "" },
    debug: false,
  };
  const what = { en: "a", ko: "a" };
  const claims = [{ id: HOSTILE, section: "a", what, book: 1 }];
  return new LabRecord({ lab: "a", source: source(), options, command: "", claims });
};
const claim = { id: HOSTILE, section: "a", book: 1, ours: 1 };
const check = { what: HOSTILE, value: 1, rule: { equals: 1 } };

/** Each refuses HOSTILE, or WORD, in quotation marks. */
const QUOTING: Readonly<Record<string, () => unknown>> = {
  "openEngine()": () => openEngine(HOSTILE),
  "loadDataset()": () => loadDataset(HOSTILE),
  "photograph()": () => photograph(HOSTILE),
  "judge() of a tolerance": () => judge({ ...claim, tolerance: -1 }),
  "judge() without a reason": () => judge({ ...claim, judge: "" }),
  "judgeCheck()": () => judgeCheck({ ...check, judge: "" }),
  "LabRecord.claim() of an unknown id": () => record().claim(`${HOSTILE}z`, 1, {}, 1),
  "LabRecord.claim(), twice": () => {
    const one = record();
    for (const line of [1, 2]) one.claim(HOSTILE, 1, {}, line);
  },
  "LabRecord.check(), twice": () => {
    const one = record();
    for (const line of [1, 2]) one.check(check, line);
  },
  "barChart()": () =>
    barChart({ ...own, x: axis, y: axis, categories: [], series: [{ name: "a", values: [1] }] }),
  "lineChart()": () => lineChart({ ...own, x: axis, y: axis, series: [{ name: "a", y: [] }] }),
  "lineChart() of a series": () =>
    lineChart({ ...own, title: "a", x: axis, y: axis, series: [{ name: HOSTILE, y: [] }] }),
  "scatter()": () => scatter({ ...own, x: axis, y: axis, groups: [{ name: "a", x: [1], y: [] }] }),
  "heatmap()": () => heatmap({ ...own, values: [], value: axis }),
  "contour()": () => contour({ ...own, x: axis, y: axis, value: axis, xs: [], ys: [], values: [] }),
  "confusionMatrix()": () => confusionMatrix({ ...own, classes: ["a"], counts: [[1, 2]] }),
  "imageFigure()": () => imageFigure({ ...own, image: short }),
  "imageFigure() with a scale": () => imageFigure({ ...own, image: colours, colorBar: "a" }),
  "imageGrid()": () => imageGrid({ ...own, tiles: [] }),
  "sideBySide()": () => sideBySide({ ...own, images: [] }),
  "sideBySide() of an image": () =>
    sideBySide({ ...own, title: "a", images: [{ title: HOSTILE, image: short }] }),
  "scrubber()": () => scrubber({ ...own, by: "a", value: axis, steps: [] }),
  "table()": () => table({ caption: HOSTILE, columns: ["a"], rows: [[]] }),
  "parseHeader() of a command": () => header("run", HOSTILE),
  "parseHeader() of minutes": () => header("minutes", HOSTILE),
  "fromJSON()": () => fromJSON({ convlab: 1, steps: [], [HOSTILE]: 1 }),
  "findLab()": () => findLab(HOSTILE, []),
  "newLab()": () => newLab(HOSTILE, ""),
};

/** Each names a path, a tag or a flag as it is, but for what cannot be seen. */
const NAMING: Readonly<Record<string, () => unknown>> = {
  "requireWritable()": () => requireWritable(WORD, "a", "windows"),
  "readUserFile()": () => readUserFile(HOSTILE),
  "readPipeline()": () => readPipeline(HOSTILE),
  "readReport()": () => readReport("", HOSTILE),
  "parseHeader() of a tag": () => header(WORD, "a"),
  "permissionsOf() of a flag": () =>
    permissionsOf({
      ...{ name: "a", path: "labs/a.ts" },
      header: { ...header(), run: `deno run --${WORD} labs/a.ts` },
    }),
  "permissionsOf() of a path": () =>
    permissionsOf({ name: "a", path: "labs/a.ts", header: header() }, {
      data: `${HOSTILE},`,
    }),
};

/** The sentence with which `attempt` refuses what it was given. */
async function refusal(attempt: () => unknown): Promise<string> {
  try {
    await attempt();
  } catch (error) {
    assert(error instanceof UserError, String(error));
    return error.message;
  }
  throw new Error("expected a UserError, found none");
}

Deno.test("UserError keeps its message on one line, without characters that cannot be seen", () => {
  const error = new UserError("Cannot read a\n\u001b[2Jb: \u202e.", { cause: 1 });
  assertEquals(error.message, "Cannot read a\\u000a\\u001b[2Jb: \\u202e.");
  assertEquals([error.name, error.cause], ["UserError", 1]);
  assertEquals(new UserError("한글 “x” × 2 🐕").message, "한글 “x” × 2 🐕");
});

for (const [name, attempt] of Object.entries(QUOTING)) {
  Deno.test(`${name} quotes text that others chose`, async () => {
    const message = await refusal(attempt);
    const texts = [HOSTILE, WORD].map((text) => quoted(text).slice(0, 40));
    assert(texts.some((text) => message.includes(text)), message);
    assert(!message.includes("y".repeat(61)), message);
  });
}

for (const [name, attempt] of Object.entries(NAMING)) {
  Deno.test(`${name} shows no character that cannot be seen`, async () => {
    const message = await refusal(attempt);
    assertEquals(message, visible(message));
    assertStringIncludes(message, "\\u001b[2J\\u202e\\u009b31m");
  });
}

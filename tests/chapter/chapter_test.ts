import { assert, assertEquals } from "@std/assert";
import { chapterIndex, chapterLinks } from "../../labs/chapter/mod.ts";
import { errata } from "../../labs/chapter/errata.ts";
import { goals } from "../../labs/chapter/goals.ts";
import { keyPoints } from "../../labs/chapter/key_points.ts";
import { checkOf, claimOf, figureOf, labOf, linksInto } from "../../labs/chapter/links.ts";
import { labNames } from "../../tools/cli/lab_files.ts";
import type { ReportJson } from "../../core/report/mod.ts";

/** A report with one claim, one check and one figure. */
const report = (lab: string, claim: string, figure: string, check = "c"): ReportJson => ({
  lab,
  title: lab,
  section: "",
  mode: "quick",
  engine: "none",
  seconds: 1,
  startedAt: "",
  claims: [
    { id: claim, section: "", what: "", book: 1, ours: 1, tolerance: null, verdict: "reproduced" },
  ],
  checks: [{ id: check, what: "", value: 1, rule: { equals: 1 }, verdict: "passed" }],
  figures: [{
    id: figure,
    kind: "heatmap",
    title: "",
    caption: "",
    alt: "",
    width: 1,
    height: 1,
    fixedAspect: true,
    traces: [],
    layout: {},
  }],
  data: [],
  metrics: {},
  outputs: [],
  pipelines: {},
  runs: {},
  provenance: {},
  interrupted: false,
});

Deno.test("linksInto() finds a report, its claims, its checks and its figures", () => {
  const { leads, broken } = linksInto([report("02_filters", "p and q", "bell", "a-b")]);
  const there = [
    labOf("02_filters"),
    claimOf("02_filters", "p and q", ""),
    checkOf("02_filters", "a < b", ""),
    figureOf("02_filters", "bell", ""),
  ];
  assertEquals(there.map(leads), [true, true, true, true]);
  assertEquals(broken(there), []);
});

Deno.test("linksInto() says which link leads nowhere", () => {
  const { leads, broken } = linksInto([report("02_filters", "p-and-q", "bell")]);
  const lost = figureOf("02_filters", "bel", "the bell curve");
  assert(!leads(lost), "there is no such figure");
  assertEquals(broken([lost]), [
    'The index\'s link "Lab 2: the bell curve" expects #bel in 02_filters.html, found no such ' +
    "figure, claim or check; correct labs/chapter/.",
  ]);
});

Deno.test("linksInto() does not complain of a lab that has not run", () => {
  assertEquals(linksInto([]).broken([labOf("02_filters")]), []);
});

Deno.test("chapterIndex() leaves out links to what has not run, and errata without a proof", () => {
  const comma = report("08_cnn_architecture", "printed-code", "feature-maps");
  const { goals = [], errata = [], glossary = [] } = chapterIndex([comma]);
  assertEquals(goals.map(({ shown }) => shown.map(({ text }) => text)), [
    [],
    ["Lab 8: a whole network"],
    [],
    [],
  ]);
  assertEquals(errata.map(({ shown }) => shown.map(({ text }) => text)), [
    ["Lab 8: what a parser says"],
  ]);
  const linked = glossary.filter(({ shown }) => shown).map(({ english }) => english);
  assertEquals(linked.at(-1), "flatten");
});

Deno.test("chapterLinks lead to labs that are there, and to each of the chapter's twelve", async () => {
  const names = await labNames();
  const linked = new Set(chapterLinks.map(({ lab }) => lab));
  assertEquals([...linked].filter((lab) => !names.includes(lab)), []);
  assertEquals(names.filter((name) => /^(0|1[0-2])/.test(name) && !linked.has(name)), []);
});

Deno.test("chapterIndex()'s 4 questions, 12 key points and 9 errata each name what shows them", () => {
  assertEquals([goals.length, keyPoints.length, errata.length], [4, 12, 9]);
  const unshown = [...goals, ...keyPoints, ...errata].filter(({ shown }) => shown.length === 0);
  assertEquals(unshown, []);
});

/** A report in which a text of others stands wherever a text can stand. */
import { errorSentence } from "../../core/lab/failure.ts";
import {
  barChart,
  confusionMatrix,
  contour,
  details,
  type Figure,
  figure,
  heatmap,
  imageFigure,
  imageGrid,
  judge,
  judgeCheck,
  lineChart,
  note,
  type Output,
  pipelineView,
  type ReportInput,
  scatter,
  scrubber,
  sideBySide,
  summaryTable,
  table,
  text,
  timing,
} from "../../core/report/mod.ts";

/** A text of the same length and with the same spaces that nobody can take for anything else. */
export const harmless = (text: string): string =>
  text.replace(/[\u2028\u2029]/g, "x").replace(/[^\s/·]/gu, "x");

/** The text in one line of a comment, where labs have their prose and their headers. */
const inline = (text: string): string => text.replace(/[\n\u2028\u2029]/g, " ");

const pixels = { height: 2, width: 2, channels: 1, data: [0, 80, 160, 255] };

/** The report, with all `texts` in each list and one after the other in each single place. */
export function reportOf(
  lab: string,
  texts: readonly string[],
  tex: readonly string[],
): ReportInput {
  const all = inline(texts.filter((one) => one.length < 200).join(" "));
  const source = [
    "/**",
    ` * @title ${all} · ${all}`,
    ` * @section ${all}`,
    ` * @run deno run --allow-read=. labs/${lab}.ts`,
    ` * @needs ${all}`,
    " * @minutes 1",
    " * @goals",
    ...texts.map((one) => ` * - goal ${inline(one)}`),
    " */",
    `import { show } from ${JSON.stringify(all)};`,
    ...texts.flatMap((one) => [
      `// ## ${inline(one)}`,
      "//",
      `// Prose ${inline(one)}`,
      "",
      `show(${JSON.stringify(one)}); // ${inline(one)}`,
      "",
    ]),
    ...tex.map((one) => `// Maths $${one}$\n`),
    "show(all);",
  ].join("\n");
  const last = source.split("\n").length;
  const outputs = [
    ...texts.flatMap(outputsOf),
    ...texts.flatMap(failuresOf),
    ...figuresOf(texts).map(figure),
  ];
  return {
    lab,
    source,
    sourcePath: `labs/${lab}.ts`,
    mode: "quick",
    engine: { name: all, version: all, threads: 1 },
    seconds: 1,
    startedAt: all,
    command: all,
    seed: 1,
    outputs: outputs.map((output) => ({ line: last, output })),
    claims: texts.map((one, i) => ({
      ...judge({
        ...{ id: `${i} ${one}`, section: `${one} of ours`, what: one },
        ...{ book: one, ours: i % 2 === 0 ? one : `${one}!`, why: one },
      }),
      line: last,
    })),
    checks: texts.map((one, i) => ({
      ...judgeCheck({ what: `${i} ${one}`, value: one, rule: { equals: one }, why: one }),
      line: last,
    })),
    data: texts.map((one) => ({
      ...{ name: one, source: one, sha256: one, licence: one },
      standIn: one,
    })),
    metrics: Object.fromEntries(texts.map((one, i) => [`${i} ${one}`, i])),
    provenance: Object.fromEntries(texts.map((one, i) => [`kept ${i} ${one}`, one])),
    interrupted: true,
    error: errorSentence(new Error(texts.join(" "))),
    hints: texts,
  };
}

/** What cannot be shown, and why; a notice in its place says so. */
function failuresOf(one: string): Output[] {
  const fail = (): never => {
    throw new Error(one);
  };
  const axis = { name: "x", unit: "" };
  const series = [{ name: "a", y: [1, 2] }];
  const refused = lineChart({ title: one, caption: one, alt: one, x: axis, y: axis, series });
  return [
    { ...text(one), html: fail },
    { ...text(one), json: fail },
    // Plotly's message repeats the names of properties that it does not know.
    figure({ ...refused, traces: [{ type: "scatter", y: [1], [`x${one}`]: 1 }] }),
  ];
}

function outputsOf(one: string): Output[] {
  const box = { name: one, kind: one, detail: one, shape: [1], parameters: 1, frozen: true };
  return [
    text(one),
    table({ caption: one, columns: [one, "n"], rows: [[one, 1]], footer: [one, 2] }),
    timing(one, { [`t ${one}`]: 1 }),
    note(one, "warning"),
    details(one, one),
    pipelineView({ title: one, boxes: [box, { ...box, branches: [[box], [box]] }] }),
    summaryTable({
      title: one,
      rows: [{ name: one, layer: one, shape: [1], parameters: 1 }],
      ...{ total: 1, trainable: 1, frozen: 0 },
    }),
  ];
}

/** One figure of every kind. Plotly would need minutes to lay out names of thousands of letters. */
function figuresOf(texts: readonly string[]): Figure[] {
  const short = texts.filter((one) => one.length < 200);
  const all = inline(short.join(" "));
  const own = { title: all, caption: short.join("\n\n"), alt: all };
  const axis = { name: all, unit: all };
  const numbers = short.map((_, i) => i + 1);
  const square = short.map(() => numbers);
  const image = pixels;
  return [
    lineChart({ ...own, x: axis, y: axis, series: short.map((name) => ({ name, y: [1, 2] })) }),
    barChart({
      ...{ ...own, x: axis, y: axis, categories: short.map((one, i) => `${one} ${i}`) },
      series: [{ name: all, values: numbers }, { name: "b", values: numbers }],
    }),
    scatter({
      ...{ ...own, x: axis, y: axis },
      groups: [{ name: all, x: numbers, y: numbers, labels: short }, { name: "b", x: [1], y: [1] }],
    }),
    heatmap({ ...own, values: square, value: axis, x: axis, y: axis, decimals: 0 }),
    contour({ ...own, x: axis, y: axis, value: axis, xs: numbers, ys: numbers, values: square }),
    confusionMatrix({ ...own, classes: short, counts: square }),
    imageFigure({ ...own, image, colorBar: all }),
    imageGrid({ ...own, tiles: short.map((caption) => ({ image, caption, mark: "wrong" })) }),
    sideBySide({ ...own, colorBar: all, images: short.map((title) => ({ title, image })) }),
    scrubber({
      ...{ ...own, by: all, value: axis },
      steps: [{ label: all, values: [[1]] }, { label: all, values: [[2]] }],
    }),
  ];
}

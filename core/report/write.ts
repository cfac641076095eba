/** Writes a run's report as two files: a page for people, JSON for programs. */
import { join } from "node:path";
import { writeFileAtomic } from "../base/files.ts";
import { checkFigureId, type Figure } from "./figure.ts";
import { quoted } from "../base/quoted.ts";
import { uniqueNames } from "./html.ts";
import { type Json, toSignificant } from "./json.ts";
import { figureJson, type NamedPicture, pageIds, renderPage } from "./page/page.ts";
import type { FigureJson, ReportInput, ReportJson } from "./report.ts";
import { renderStatic } from "./static/render.ts";
import { type LabHeader, parseHeader } from "./weave/header.ts";

/** The files that `writeReport` wrote. */
export interface WrittenReport {
  readonly htmlPath: string;
  readonly jsonPath: string;
  readonly json: ReportJson;
  /**
   * The time in milliseconds that drawing each figure's static picture took, by the figure's id.
   */
  readonly pictures: Readonly<Record<string, number>>;
}

/**
 * Combines the lab's text with its outputs and writes `<folder>/<lab>.html` and
 * `<folder>/<lab>.json`, each completely or not at all. The same input gives the same files.
 *
 * Needs `--allow-read=.,<folder>` (style sheets and Plotly's bundle; renaming the finished file),
 * `--allow-write=<folder>` and, where there is a figure,
 * `--allow-env=UNDICI_NO_WASM_SIMD,UNDICI_USE_MILO` (see `openBrowser`); never a network. jsdom and
 * Plotly are loaded only if there is a figure.
 *
 * @throws {UserError} If the header, the maths of the prose or a figure is invalid.
 */
export async function writeReport(input: ReportInput, folder: string): Promise<WrittenReport> {
  const header = parseHeader(input.source, input.sourcePath);
  const unique = uniqueNames(pageIds);
  let count = 0;
  const named = input.outputs.map(({ output }) =>
    (output.figures ?? []).map((figure) => {
      if (figure.id !== undefined) checkFigureId(`Figure ${quoted(figure.title)}`, figure.id);
      return { figure, id: unique(figure.id ?? `figure-${++count}`) };
    })
  );
  const pictures = await renderStatic(named.flat().map(({ figure, id }) => ({ ...figure, id })));
  const placed = named.map((figures) =>
    new Map<Figure, NamedPicture>(
      figures.map(({ figure, id }) => [figure, { id, svg: pictures.get(id)?.svg ?? "" }]),
    )
  );
  const json = reportJson(input, header, named);
  const html = await renderPage({ input, header, json, placed });
  const [htmlPath, jsonPath] = [
    join(folder, `${input.lab}.html`),
    join(folder, `${input.lab}.json`),
  ];
  await writeFileAtomic(htmlPath, html);
  await writeFileAtomic(jsonPath, JSON.stringify(json, null, 1) + "\n");
  const times = [...pictures].map(([id, { milliseconds }]) => [id, milliseconds]);
  return { htmlPath, jsonPath, json, pictures: Object.fromEntries(times) };
}

/** The report's JSON; its contract is in DESIGN.md, "Contracts". */
function reportJson(
  input: ReportInput,
  header: LabHeader,
  named: readonly (readonly { figure: Figure; id: string }[])[],
): ReportJson {
  const { lab, mode, engine, seconds, startedAt, command, seed, data, interrupted = false } = input;
  const figures: FigureJson[] = named.flat().map(({ figure, id }) => figureJson(figure, id));
  const outputs = input.outputs.map(({ line, output }, i) => ({
    line,
    kind: output.kind,
    value: output.json(),
    ...(output.figures ? { figures: (named[i] ?? []).map(({ id }) => id) } : {}),
  }));
  return {
    lab,
    title: header.title,
    section: header.section,
    mode,
    engine: engine?.name ?? "none",
    seconds,
    startedAt,
    claims: input.claims.map(({ line: _, ...claim }) => ({
      ...claim,
      ours: finite(claim.ours),
      book: finite(claim.book),
    })),
    checks: input.checks.map(({ line: _, rule, ...check }) => ({
      ...check,
      value: finite(check.value),
      rule: Object.fromEntries(Object.entries(rule).map(([name, part]) => [name, finite(part)])),
    })),
    figures,
    data,
    metrics: Object.fromEntries(
      Object.entries(input.metrics).map(([k, v]) => [k, toSignificant(v, 15)]),
    ),
    outputs,
    pipelines: input.pipelines ?? {},
    runs: input.runs ?? {},
    provenance: {
      ...(engine
        ? { engine: engine.name, "engine version": engine.version, threads: String(engine.threads) }
        : {}),
      command,
      seed: String(seed),
      ...input.provenance,
    },
    interrupted,
  };
}

/** JSON has neither NaN nor infinities: they become strings, so that they remain recognizable. */
function finite(value: Json): Json {
  if (Array.isArray(value)) return value.map(finite);
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}

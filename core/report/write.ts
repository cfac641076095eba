/** Writes a run's report as two files: a page for people, JSON for programs. */
import { UserError } from "../base/errors.ts";
import { writeFileAtomic } from "../base/files.ts";
import { reason } from "../base/reason.ts";
import { checkFigureId, type Figure, figureName } from "./figure.ts";
import { reportPaths } from "./folder.ts";
import { uniqueNames } from "./html.ts";
import { type Json, toSignificant } from "./json.ts";
import { figureJson, pageIds, renderPage } from "./page/page.ts";
import type { NamedPicture } from "./page/picture.ts";
import type { FigureJson, ReportInput, ReportJson } from "./report.ts";
import type { DrawFigures } from "./static/pictures.ts";
import { renderStatic } from "./static/render.ts";
import { Unshown } from "./unshown.ts";
import { type LabHeader, parseHeader } from "./weave/header.ts";
import { parseBlocks } from "./weave/blocks.ts";
import { captionOf, withExercises } from "./weave/lab_texts.ts";

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
 * `<folder>/<lab>.json`, each completely or not at all, the JSON before anything is drawn. The same
 * input gives the same files. A part that cannot be shown becomes a notice at its place, and one of
 * the JSON's `problems`.
 *
 * Needs `--allow-read=.,<folder>` (style sheets and Plotly's bundle; renaming the finished file),
 * `--allow-write=<folder>` and, where there is a figure,
 * `--allow-env=UNDICI_NO_WASM_SIMD,UNDICI_USE_MILO` (see `openBrowser`); never a network. jsdom and
 * Plotly are loaded only if there is a figure.
 *
 * @param draw Draws the still pictures; by default in this thread, when everything else is known.
 * @throws {UserError} If the header is invalid, or if the files cannot be written.
 */
export async function writeReport(
  given: ReportInput,
  folder: string,
  draw: DrawFigures = renderStatic,
): Promise<WrittenReport> {
  const header = parseHeader(given.source, given.sourcePath);
  const blocks = parseBlocks(given.source, header.endLine);
  const input = withExercises(given, blocks);
  const unique = uniqueNames(pageIds);
  let count = 0;
  const named = input.outputs.map(({ output, line }) =>
    (output.figures ?? []).map((figure) => {
      if (figure.id !== undefined) checkFigureId(figureName("Figure", figure), figure.id);
      const id = unique(figure.id ?? `figure-${++count}`);
      return { figure, id, caption: captionOf(figure, blocks, line) };
    })
  );
  const { html: htmlPath, json: jsonPath } = reportPaths(folder, input.lab);
  const unshown = new Unshown();
  let json = withProblems(plainJson(reportJson(input, header, named, unshown), unshown), unshown);
  const writeJson = () => write(jsonPath, JSON.stringify(json, null, 1) + "\n");
  await writeJson();
  const pictures = await draw(named.flat().map(({ figure, id }) => ({ ...figure, id })));
  const placed = named.map((figures) =>
    new Map<Figure, NamedPicture>(
      figures.map(({ figure, id }) => [figure, { id, svg: "", ...pictures.get(id) }]),
    )
  );
  const before = unshown.problems.length;
  for (const { problem } of pictures.values()) if (problem !== undefined) unshown.note(problem);
  const html = await renderPage({ input, header, json, placed, unshown });
  await write(htmlPath, html);
  if (unshown.problems.length > before) {
    json = withProblems(json, unshown);
    await writeJson();
  }
  const times = [...pictures].map(([id, { milliseconds }]) => [id, milliseconds]);
  return { htmlPath, jsonPath, json, pictures: Object.fromEntries(times) };
}

async function write(path: string, text: string): Promise<void> {
  try {
    await writeFileAtomic(path, text);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    throw new UserError(`Cannot write ${path}: ${reason(error)}.`);
  }
}

const withProblems = (json: ReportJson, { problems }: Unshown): ReportJson =>
  problems.length > 0 ? { ...json, problems } : json;

/** The report without the values that JSON cannot express, such as 1n; they are among the problems. */
function plainJson(json: ReportJson, unshown: Unshown): ReportJson {
  const plain = <T>(value: T): T | null =>
    unshown.attempt(() => {
      JSON.stringify(value);
      return value as T | null;
    }, () => null);
  try {
    JSON.stringify(json);
    return json;
  } catch {
    const kept = (values: readonly object[]) => values.map(plain).filter((one) => one !== null);
    return Object.fromEntries(
      Object.entries(json).map((
        [key, value],
      ) => [key, Array.isArray(value) ? kept(value) : plain(value)]),
    ) as unknown as ReportJson;
  }
}

/** The report's JSON; its contract is in DESIGN.md, "Contracts". */
function reportJson(
  input: ReportInput,
  header: LabHeader,
  named: readonly (readonly { figure: Figure; id: string; caption: string }[])[],
  unshown: Unshown,
): ReportJson {
  const { lab, mode, engine, seconds, startedAt, command, seed, data, interrupted = false } = input;
  const figures: FigureJson[] = named.flat().map(({ figure, id, caption }) =>
    figureJson({ ...figure, caption }, id)
  );
  const outputs = input.outputs.map(({ line, output }, i) => ({
    line,
    kind: output.kind,
    value: unshown.attempt(() => output.json(), () => null),
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
    ...(input.error !== undefined && { error: input.error }),
  };
}

/** JSON has neither NaN nor infinities: they become strings, so that they remain recognizable. */
function finite(value: Json): Json {
  if (Array.isArray(value)) return value.map(finite);
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}

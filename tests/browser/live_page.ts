/** Pages with live figures, made as a lab makes them, for the tests of each figure. */
import { fromFileUrl } from "../../core/base/paths.ts";
import type { Locator, Page } from "playwright-core";
import { openEngine } from "../../core/engine/open.ts";
import { computeTools } from "../../core/lab/compute_tools.ts";
import { liveTools } from "../../core/lab/live_tools.ts";
import type { Live } from "../../core/lab/live/live.ts";
import type { Lab } from "../../core/lab/tools.ts";
import { labOptions } from "../../core/lab/options.ts";
import { LabRecord } from "../../core/lab/record.ts";
import type { LabSession } from "../../core/lab/session.ts";
import type { ReportJson } from "../../core/report/mod.ts";

/** A report in a folder of its own. */
export interface LivePage {
  readonly path: string;
  readonly folder: string;
  readonly json: ReportJson;
}

/** Writes the report of a lab that shows live figures. */
export async function livePage(
  show: (live: Live, tools: Pick<Lab, "model" | "compute">) => Promise<void>,
): Promise<LivePage> {
  const options = await labOptions("lab_template", []);
  const engine = await openEngine("loops");
  const template = new URL("../../tools/lab_template.ts", import.meta.url);
  const record = new LabRecord({
    lab: "lab_template",
    source: await Deno.readTextFile(template),
    options,
    command: "",
    claims: [],
  });
  const session = {
    ...{ url: import.meta.url, options, record, data: { download: false } },
    engine: () => Promise.resolve(engine),
  } as unknown as LabSession;
  const tools = computeTools(session);
  await show(liveTools(session, tools), tools);
  const folder = await Deno.makeTempDir();
  const json = await record.write(folder, false);
  return { path: fromFileUrl(new URL(`file://${folder}/lab_template.html`)), folder, json };
}

/** A result that a run keeps a part of: `sampled` of `core/lab/live/sampled.ts`. */
export interface Sampled {
  readonly shape: readonly number[];
  readonly sample: readonly (readonly [number, number])[];
}

/** What the run computed for the page's first live figure. */
export const computedByRun = <T>({ outputs }: ReportJson): T =>
  (outputs.find(({ kind }) => kind === "live")!.value as unknown as { computed: T }).computed;

/** Waits until a figure is live. */
export async function awake(page: Page, figure: string): Promise<Locator> {
  const found = page.locator(`[data-live="${figure}"]`).first();
  await found.scrollIntoViewIfNeeded();
  await found.and(page.locator(".ready")).waitFor({ timeout: 20_000 });
  return found;
}

/** The numbers that a figure in the page computed last, by name. */
export const computedInPage = (figure: Locator) =>
  figure.evaluate((element) => {
    const { computed } = element as unknown as {
      computed: Record<string, { shape: readonly number[]; data: Float32Array }>;
    };
    return Object.fromEntries(
      Object.entries(computed).map(([name, { shape, data }]) => [name, { shape, data: [...data] }]),
    );
  });

/** The largest difference between a run's sample and the page's numbers; NaN if shapes differ. */
export const difference = (
  { shape, sample }: Sampled,
  found: { shape: readonly number[]; data: readonly number[] } | undefined,
): number =>
  shape.join() === found?.shape.join()
    ? sample.reduce(
      (most, [place, value]) => Math.max(most, Math.abs(value - (found.data[place] ?? NaN))),
      0,
    )
    : NaN;

/** Reads the reports that labs have written. */
import { join } from "node:path";
import { isRecord } from "../../core/base/json.ts";
import { isVerdict, type ReportJson } from "../../core/report/mod.ts";
import { UserError } from "../../dsl/errors.ts";

/**
 * Reads the report of a lab.
 *
 * @throws {UserError} If the file is missing or is not a report.
 */
export async function readReport(folder: string, lab: string): Promise<ReportJson> {
  const path = join(folder, `${lab}.json`);
  const report: unknown = await Deno.readTextFile(path).then(JSON.parse).catch(() => undefined);
  // Reports from before checks existed have none.
  if (isReport(report)) return { ...report, checks: report.checks ?? [] };
  throw new UserError(
    `Cannot read ${path}: expected the report of a lab, found something else. Run the lab again.`,
  );
}

const isReport = (value: unknown): value is ReportJson =>
  isRecord(value) &&
  ["lab", "title", "section", "engine", "startedAt"].every((key) =>
    typeof value[key] === "string"
  ) &&
  typeof value["seconds"] === "number" && ["quick", "full"].includes(String(value["mode"])) &&
  areJudged(value["claims"]) && areJudged(value["checks"] ?? []);

/** Whether it is a list of claims or of checks, each with what a page shows of it elsewhere. */
const areJudged = (list: unknown): boolean =>
  Array.isArray(list) &&
  list.every((one) => isRecord(one) && typeof one["id"] === "string" && isVerdict(one["verdict"]));

/** Reads all reports in a folder except those in `without`. Prints which files are not reports. */
export async function readReports(
  folder: string,
  without: readonly string[] = [],
): Promise<ReportJson[]> {
  const names: string[] = [];
  try {
    for await (const { name } of Deno.readDir(folder)) {
      if (name.endsWith(".json")) names.push(name.slice(0, -".json".length));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const reports: ReportJson[] = [];
  for (const name of names.filter((name) => !without.includes(name)).sort()) {
    await readReport(folder, name).then((report) => reports.push(report), (error) => {
      if (!(error instanceof UserError)) throw error;
      console.error(error.message);
    });
  }
  return reports;
}

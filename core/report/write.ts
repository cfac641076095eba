import type { ReportInput, ReportJson } from "./report.ts";
/** Placeholder until the page is there. */
export function writeReport(_input: ReportInput, _folder: string): Promise<ReportJson> {
  throw new Error("The report's page is being written.");
}

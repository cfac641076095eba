/** Writes a lab's report, however often and from wherever it is asked to, one at a time. */
import { join } from "node:path";
import { removeAbandoned } from "../base/files.ts";
import { defaultCacheDir } from "../data/paths.ts";
import { verdictsText } from "../report/mod.ts";
import { EXIT } from "./failure.ts";
import type { LabInterruption } from "./interruption.ts";
import type { LabOptions } from "./options.ts";
import type { LabRecord } from "./record.ts";

/**
 * Makes the function that writes the report and prints where it is. While a report is being written,
 * a second call waits for it: two signals leave one report.
 *
 * A report that cannot show everything makes the exit code 2.
 *
 * @returns The function; its argument is the sentence of the error that ended the lab.
 */
export function reportWriter(
  name: string,
  record: LabRecord,
  { out }: Pick<LabOptions, "out">,
  interruption: Pick<LabInterruption, "happened">,
): (error?: string) => Promise<void> {
  let writing: Promise<void> | undefined;
  const write = async (error: string | undefined) => {
    // An error before the first result leaves the report of an earlier run.
    if (error !== undefined && record.empty) return;
    const report = await record.write(out, interruption.happened, error);
    const counts = [
      `claims: ${verdictsText(report.claims) || "none"}`,
      `checks: ${verdictsText(report.checks) || "none"}`,
    ];
    const place = join(out, `${name}.html`);
    console.log([place, `${report.seconds.toFixed(1)} s`, ...counts].join(" · "));
    if (!report.problems) return;
    console.error(report.problems.join("\n"));
    Deno.exitCode = EXIT.user;
  };
  return (error) => {
    if (writing && error === undefined) return writing;
    // The report that names the error follows the one that is being written.
    const mine = (writing ?? Promise.resolve()).catch(() => {}).then(() => write(error))
      .finally(() => {
        if (writing === mine) writing = undefined;
      });
    return writing = mine;
  };
}

/** Removes the temporary files that killed labs left in the reports' folder and in the cache. */
export async function tidy({ out }: Pick<LabOptions, "out">): Promise<void> {
  await removeAbandoned(out);
  const path = defaultCacheDir();
  const { state } = await Deno.permissions.query({ name: "write", path });
  if (state === "granted") await removeAbandoned(path, { depth: 2 });
}

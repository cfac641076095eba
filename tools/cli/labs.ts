/** `deno task labs`: runs every lab of the chapter and writes the index of their reports. */
import { resolve } from "node:path";
import { Command } from "../../core/base/command_line.ts";
import { EXIT, SIGNALS } from "../../core/lab/failure.ts";
import { chapterIndex } from "../../labs/chapter/mod.ts";
import { withLabOptions } from "../../core/lab/options.ts";
import { writeIndex } from "../../core/report/mod.ts";
import { isNumbered, labFile, labNames } from "./lab_files.ts";
import { permissionsOf } from "./permissions.ts";
import { root, userPaths } from "./paths.ts";
import { readReport, readReports } from "./reports.ts";
import { givenOptions } from "./given_options.ts";
import { onInterrupt, runDeno } from "./start.ts";
import { closingTable, type FinishedLab } from "./closing_table.ts";

const EXAMPLES = `
Examples:
  deno task labs                      all labs in quick mode
  deno task labs --full --data ~/data the chapter's sizes, data from your own folder
  deno task lab --help                how to run a single lab`;

/** The command `labs`. */
export function command() {
  const labs = withLabOptions(new Command("deno task labs"))
    .description("Runs all labs and writes reports/index.html.")
    .addHelpText("after", EXAMPLES);
  return labs.action(async (options) => {
    const where = userPaths(options);
    const args = givenOptions(labs, { instead: where });
    const files = await Promise.all((await labNames()).filter(isNumbered).map((n) => labFile(n)));
    const { signal, interrupted } = onInterrupt();
    const finished: FinishedLab[] = [];
    for (const file of files) {
      if (interrupted()) break;
      console.log(`\n${file.path} · ${file.header.title}`);
      const began = performance.now();
      const startedAt = new Date().toISOString();
      const request = { ...where, download: options.download };
      const code = await runDeno([...permissionsOf(file, request), file.path, ...args], signal);
      const seconds = (performance.now() - began) / 1000;
      const report = await readReport(resolve(root, where.out), file.name).catch(() => undefined);
      // A report from an earlier run says nothing about this one.
      const fresh = report && report.startedAt >= startedAt;
      finished.push({
        lab: file.name,
        code,
        seconds,
        ...(fresh && { claims: report.claims, checks: report.checks }),
      });
    }
    const failed = finished.filter(({ claims }) => !claims).map(({ lab }) => lab);
    const reports = await readReports(resolve(root, where.out), failed);
    const index = await writeIndex(chapterIndex(reports), resolve(root, where.out));
    console.log(`\n${closingTable(finished)}\n\n${index.replace(root, "")}`);
    const ending = interrupted();
    if (ending) Deno.exit(SIGNALS[ending]);
    Deno.exit(exitCode(finished));
  });
}

/** The exit code: 0 if all labs succeeded, 2 if only mistakes of the user stopped labs, else 1. */
export function exitCode(finished: readonly FinishedLab[]): number {
  const codes = finished.map(({ code }) => code).filter((code) => code !== 0);
  if (codes.length === 0) return 0;
  return codes.every((code) => code === EXIT.user) ? EXIT.user : 1;
}

/** A lab's tools that write: into its report, and on the terminal. */
import { text } from "../report/mod.ts";
import { callLine } from "./call_site.ts";
import { exitCode } from "./failure.ts";
import { readFullRun } from "./full_run.ts";
import type { LabSession } from "./session.ts";
import type { Lab, Remarks } from "./tools.ts";

/** The tools that show, print, claim, check, measure and finish. */
export type ReportTools = Pick<
  Lab,
  "show" | "print" | "claim" | "check" | "metric" | "fullRun" | "finish"
>;

/** Makes the tools that write into a session's record. */
export function reportTools(session: LabSession): ReportTools {
  const { name, url, record, interruption } = session;
  const judging = (remarks: Remarks): Remarks =>
    interruption.happened ? { ...remarks, judge: "this run was interrupted" } : remarks;
  return {
    show(...shown) {
      const line = callLine(url);
      shown.forEach((each) => record.show(each, line));
    },
    print(...values) {
      const words = values.map((value) => typeof value === "string" ? value : Deno.inspect(value));
      console.log(words.join(" "));
      record.show(text(words.join(" ")), callLine(url));
    },
    claim: (id, ours, remarks = {}) => record.claim(id, ours, judging(remarks), callLine(url)),
    check: (what, value, rule, remarks = {}) =>
      record.check({ what, value, rule, ...judging(remarks) }, callLine(url)),
    metric: (name, value) => record.metric(name, value),
    fullRun: (variant) => readFullRun(name, variant),
    async finish() {
      await session.writeReport();
      // The next start of an interrupted lab continues from its checkpoints.
      if (interruption.happened) Deno.exit(exitCode(interruption.reason));
      // One whose report could not show everything is started again, too.
      if (Deno.exitCode === 0) await session.checkpoints.clear();
    },
  };
}

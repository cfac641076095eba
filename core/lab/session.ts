/** One run of a lab: its command line, its record, its engine and its end. */
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../base/errors.ts";
import type { DataOptions } from "../data/provenance.ts";
import type { Engine } from "../engine/engine.ts";
import { openEngine } from "../engine/open.ts";
import { type ClaimRecord, verdictsText } from "../report/mod.ts";
import { type LabCheckpoints, labCheckpoints } from "./checkpoints.ts";
import { exitWithError, Interrupted, onUncaught } from "./failure.ts";
import { LabInterruption } from "./interruption.ts";
import { type LabOptions, labOptions } from "./options.ts";
import { LabRecord } from "./record.ts";

/** What the tools of a lab share. */
export interface LabSession {
  /** The lab's file name without its ending, such as `04_filters`. */
  readonly name: string;
  /** The address of the lab's module. */
  readonly url: string;
  readonly options: LabOptions;
  /** Where data and weights come from, as the command line says. */
  readonly data: DataOptions;
  readonly record: LabRecord;
  readonly interruption: LabInterruption;
  /** The engine of `--engine`, opened at the first call. */
  readonly engine: () => Promise<Engine>;
  /** Where trainings are kept until the report is written. */
  readonly checkpoints: LabCheckpoints;
  /** Writes the report and prints where it is. */
  readonly writeReport: () => Promise<void>;
}

/**
 * Starts a lab: reads its command line and its text, and takes care of Ctrl-C and of errors that
 * nobody catches. An interrupted lab still writes its report.
 *
 * @throws {UserError} If the command line has a mistake.
 */
export async function openSession(
  url: string,
  claims: readonly ClaimRecord[] = [],
): Promise<LabSession> {
  const interruption = new LabInterruption();
  let debug = Deno.args.includes("--debug");
  // Until the lab's text is read there is no report to write.
  let writeReport = () => Promise.resolve();
  onUncaught((error) => {
    // After Ctrl-C a lab may fail because a result is missing: that is still an interruption.
    const reason = interruption.happened && !(error instanceof UserError)
      ? new Interrupted()
      : error;
    exitWithError(reason, debug, writeReport);
  });

  const path = fileURLToPath(url);
  const name = basename(path, ".ts");
  const options = await labOptions(name, Deno.args);
  ({ debug } = options);
  const command = ["deno run", `labs/${name}.ts`, ...Deno.args].join(" ");
  const source = await Deno.readTextFile(path);
  const record = new LabRecord({ lab: name, source, options, command, claims });
  writeReport = () => writeAndPrint(record, options.out, name, interruption.happened);
  interruption.listen(() => exitWithError(new Interrupted(), debug, writeReport));
  return {
    name,
    url,
    options,
    data: dataOptions(options),
    record,
    interruption,
    engine: engineOnce(options, record),
    checkpoints: labCheckpoints(name, options.fresh, console.error),
    writeReport,
  };
}

const dataOptions = ({ data, download, weights }: LabOptions): DataOptions => ({
  ...(data !== undefined && { dataDir: data }),
  download,
  ...(weights !== undefined && { weights }),
  tell: console.error,
});

/** Opens the engine at the first call and gives the same one at every call. */
function engineOnce({ engine, threads }: LabOptions, record: LabRecord): () => Promise<Engine> {
  const open = async () => {
    const opened = await openEngine(engine, {
      tell: console.error,
      ...(threads !== undefined && { threads }),
    });
    record.engine(opened);
    return opened;
  };
  let opening: Promise<Engine> | undefined;
  return () => opening ??= open();
}

async function writeAndPrint(record: LabRecord, out: string, name: string, interrupted: boolean) {
  const { seconds, claims, checks } = await record.write(out, interrupted);
  const counts = [
    `claims: ${verdictsText(claims) || "none"}`,
    `checks: ${verdictsText(checks) || "none"}`,
  ];
  console.log([join(out, `${name}.html`), `${seconds.toFixed(1)} s`, ...counts].join(" · "));
}

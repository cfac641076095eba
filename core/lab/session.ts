/** One run of a lab: its command line, its record, its engine and its end. */
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { requireDeno } from "../base/deno_version.ts";
import { UserError } from "../base/errors.ts";
import { defaultCacheDir } from "../data/paths.ts";
import type { DataOptions } from "../data/provenance.ts";
import type { Engine } from "../engine/engine.ts";
import { openEngine } from "../engine/open.ts";
import { type ClaimRecord, PictureCache, Pictures, requireWritable } from "../report/mod.ts";
import { type LabCheckpoints, labCheckpoints } from "./checkpoints.ts";
import { exitWithError, onEndWithout, onUncaught } from "./failure.ts";
import { LabInterruption } from "./interruption.ts";
import { type LabOptions, labOptions } from "./options.ts";
import { standardScreen, transfer } from "./progress.ts";
import { neighboursOf } from "./neighbours.ts";
import { LabRecord } from "./record.ts";
import { reportWriter, tidy } from "./report_writer.ts";

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
  /**
   * Waits until no picture is being drawn, which takes a core: for work whose time is measured.
   */
  readonly quiet: () => Promise<void>;
  /** Where trainings are kept until the report is written. */
  readonly checkpoints: LabCheckpoints;
  /** Writes the report and prints where it is; receives the sentence of the error that ended the lab. */
  readonly writeReport: (error?: string) => Promise<void>;
}

/**
 * Starts a lab: reads its command line and its text, and takes care of signals and of errors that
 * nobody catches. A lab that ends early still writes its report.
 *
 * @throws {UserError} If the command line has a mistake, or if the report cannot be written.
 */
export async function openSession(
  url: string,
  claims: readonly ClaimRecord[] = [],
): Promise<LabSession> {
  const interruption = new LabInterruption();
  let debug = Deno.args.includes("--debug");
  // Until the lab's text is read there is no report to write.
  let writeReport: LabSession["writeReport"] = () => Promise.resolve();
  onUncaught((error) => {
    // After a signal a lab may fail because a result is missing: that is still an interruption.
    const interrupted = interruption.happened && !(error instanceof UserError);
    exitWithError(interrupted ? interruption.reason : error, debug, writeReport);
  });

  requireDeno();
  const path = fileURLToPath(url);
  const name = basename(path, ".ts");
  const options = await labOptions(name, Deno.args);
  ({ debug } = options);
  const command = ["deno run", `labs/${name}.ts`, ...Deno.args].join(" ");
  const source = await Deno.readTextFile(path);
  const korean = await readKorean(path);
  const neighbours = await neighboursOf(path);
  const pictures = new Pictures(PictureCache.at(`${defaultCacheDir()}/pictures`));
  const record = new LabRecord({
    ...{ lab: name, source, options, command, claims, neighbours, pictures },
    ...(korean !== undefined && { korean }),
  });
  await requireWritable(options.out, name);
  pictures.expect();
  await tidy(options);
  const write = reportWriter(name, record, options, interruption);
  let finished = false;
  writeReport = async (error) => {
    finished = true;
    await write(error);
    await pictures.close();
  };
  interruption.listen(() => exitWithError(interruption.reason, debug, writeReport));
  onEndWithout(() => finished || record.empty, () => {
    const missing = new UserError(
      `labs/${name}.ts ended without its report: expected await finish() in the last line, found ` +
        "none. Add it.",
    );
    exitWithError(missing, debug, writeReport);
  });
  return {
    name,
    url,
    options,
    data: dataOptions(options),
    record,
    interruption,
    engine: engineOnce(options, record),
    quiet: () => pictures.idle(),
    checkpoints: labCheckpoints(name, options.fresh, console.error),
    writeReport,
  };
}

/** The Korean of a lab, which stands in `ko/` beside it; undefined if there is none. */
async function readKorean(path: string): Promise<string | undefined> {
  const file = join(dirname(path), "ko", `${basename(path, ".ts")}.md`);
  try {
    return await Deno.readTextFile(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotCapable) return;
    throw error;
  }
}

const dataOptions = ({ data, download, weights }: LabOptions): DataOptions => ({
  ...(data !== undefined && { dataDir: data }),
  download,
  ...(weights !== undefined && { weights }),
  tell: console.error,
  onProgress: transfer(standardScreen()),
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

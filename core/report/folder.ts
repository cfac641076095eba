/** The folder of the reports: whether one can be written there is tried before anything is computed. */
import { join } from "node:path";
import { UserError } from "../base/errors.ts";
import { windowsProblem } from "../base/file_names.ts";
import { temporaryName } from "../base/files.ts";
import { reason } from "../base/reason.ts";

/** As many bytes as a small report has: on a full disk an empty file could still be created. */
const TRIAL = 2 ** 18;

/** The paths of a lab's report. */
export const reportPaths = (folder: string, lab: string): { html: string; json: string } => ({
  html: join(folder, `${lab}.html`),
  json: join(folder, `${lab}.json`),
});

/**
 * Writes a file into the folder and removes it again; creates the folder if it is missing.
 *
 * @throws {UserError} If the folder or the report's files cannot be written.
 */
export async function requireWritable(
  folder: string,
  lab: string,
  os: string = Deno.build.os,
): Promise<void> {
  // Windows would write into a device, or under another name, without an error.
  const problem = os === "windows" ? windowsProblem(join(folder, lab)) : undefined;
  if (problem !== undefined) {
    throw new UserError(
      `Cannot write reports to ${folder}: expected a path that Windows can have, found ${problem}. ` +
        "Give another folder with --out.",
    );
  }
  const { html, json } = reportPaths(folder, lab);
  const trial = temporaryName(html);
  try {
    await createFolder(folder);
    try {
      using file = await Deno.open(trial, { write: true, createNew: true });
      const bytes = new Uint8Array(TRIAL);
      for (let done = 0; done < bytes.length;) done += await file.write(bytes.subarray(done));
      await file.sync();
    } finally {
      await Deno.remove(trial).catch(() => {});
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    throw new UserError(
      `Cannot write reports to ${folder}: ${reason(error)}, or give another folder with --out.`,
    );
  }
  for (const path of [html, json]) {
    const found = await Deno.stat(path).catch(() => undefined);
    if (!found || found.isFile) continue;
    throw new UserError(
      `Cannot write ${path}: expected a file or nothing, found a ` +
        `${found.isDirectory ? "folder" : "device"}. Remove it, or give another folder with --out.`,
    );
  }
}

async function createFolder(folder: string): Promise<void> {
  try {
    await Deno.mkdir(folder, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    throw new Error("it is a file. Remove it");
  }
}

/** The labs before and after a lab, in the order of their names. */
import { basename, dirname, join } from "node:path";
import { type LabNeighbour, parseHeader, type ReportInput } from "../report/mod.ts";

/**
 * Finds the neighbours of a numbered lab among the numbered labs of its folder.
 *
 * @param path The lab's file.
 * @returns None for a lab without a number, or where the folder may not be read.
 */
export async function neighboursOf(path: string): Promise<NonNullable<ReportInput["neighbours"]>> {
  const folder = dirname(path);
  const names: string[] = [];
  try {
    for await (const { name } of Deno.readDir(folder)) {
      if (/^\d\d_[a-z0-9_]+\.ts$/.test(name)) names.push(name);
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return {};
    throw error;
  }
  names.sort();
  const at = names.indexOf(basename(path));
  const neighbour = async (name: string | undefined): Promise<LabNeighbour | undefined> => {
    if (at < 0 || name === undefined) return;
    const source = await Deno.readTextFile(join(folder, name)).catch(() => "");
    try {
      return { lab: basename(name, ".ts"), title: parseHeader(source, name).title };
    } catch {
      // A mistake in another lab's header is not this lab's.
      return;
    }
  };
  const [previous, next] = await Promise.all([neighbour(names[at - 1]), neighbour(names[at + 1])]);
  return { ...(previous && { previous }), ...(next && { next }) };
}

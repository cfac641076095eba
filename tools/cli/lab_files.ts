/** Lists the labs, and finds one by its number or a part of its name. */
import { join } from "node:path";
import { type LabHeader, parseHeader } from "../../core/report/mod.ts";
import { UserError } from "../../dsl/errors.ts";
import { quoted } from "../../core/base/quoted.ts";
import { root } from "./paths.ts";

/** A lab's file and its header. */
export interface LabFile {
  /** "04_convolution". */
  readonly name: string;
  /** Its path from the project's folder: "labs/04_convolution.ts". */
  readonly path: string;
  readonly header: LabHeader;
}

/** Whether a lab belongs to the chapter: its name then begins with its number. */
export const isNumbered = (name: string): boolean => /^\d\d_/.test(name);

/** The names of all labs, sorted. */
export async function labNames(folder = join(root, "labs")): Promise<string[]> {
  const names: string[] = [];
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile && /^[a-z0-9][a-z0-9_]*\.ts$/.test(name)) names.push(name.slice(0, -3));
  }
  return names.sort();
}

/**
 * Reads a lab's header.
 *
 * @throws {UserError} If the header is invalid.
 */
export async function labFile(name: string, folder = join(root, "labs")): Promise<LabFile> {
  const path = `labs/${name}.ts`;
  const text = await Deno.readTextFile(join(folder, `${name}.ts`));
  return { name, path, header: parseHeader(text, path) };
}

/**
 * The name of the lab that `wanted` denotes: by its number ("4", "04"), its name, or a part of it.
 *
 * @throws {UserError} If no lab or several labs fit; the message lists them.
 */
export function findLab(wanted: string, names: readonly string[]): string {
  const number = /^\d+$/.test(wanted) ? `${wanted.padStart(2, "0")}_` : undefined;
  const found = names.includes(wanted)
    ? [wanted]
    : names.filter((name) => number ? name.startsWith(number) : name.includes(wanted));
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  const problem = only === undefined
    ? `expected the number or a part of the name of one of ${names.join(", ")}. Give one of these`
    : `expected one lab, found ${found.join(" and ")}. Give more of the name`;
  throw new UserError(`Cannot find the lab ${quoted(wanted)}: ${problem}.`);
}

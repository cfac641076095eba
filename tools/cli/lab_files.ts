/** The labs there are, and finding one by its number or a part of its name. */
import { join } from "node:path";
import { type LabHeader, parseHeader } from "../../core/report/mod.ts";
import { UserError } from "../../dsl/errors.ts";
import { root } from "./paths.ts";

/** A lab's file, with what its header says. */
export interface LabFile {
  /** "04_convolution". */
  readonly name: string;
  /** "labs/04_convolution.ts", from the project's folder. */
  readonly path: string;
  readonly header: LabHeader;
}

/** A lab of the chapter begins with its number; others are the user's own. */
export const isNumbered = (name: string): boolean => /^\d\d_/.test(name);

/** The names of all labs, in order. */
export async function labNames(folder = join(root, "labs")): Promise<string[]> {
  const names: string[] = [];
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile && /^[a-z0-9][a-z0-9_]*\.ts$/.test(name)) names.push(name.slice(0, -3));
  }
  return names.sort();
}

/** Reads a lab's header. Throws a UserError if it is wrong. */
export async function labFile(name: string, folder = join(root, "labs")): Promise<LabFile> {
  const path = `labs/${name}.ts`;
  const text = await Deno.readTextFile(join(folder, `${name}.ts`));
  return { name, path, header: parseHeader(text, path) };
}

/**
 * The name that `wanted` means: a number ("4", "04"), the name, or a part of it. Throws a UserError
 * with the list if it means none or several.
 */
export function findLab(wanted: string, names: readonly string[]): string {
  const number = /^\d+$/.test(wanted) ? `${wanted.padStart(2, "0")}_` : undefined;
  const found = names.includes(wanted)
    ? [wanted]
    : names.filter((name) => number ? name.startsWith(number) : name.includes(wanted));
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  const problem = only === undefined
    ? `expected a number or a part of a name of ${names.join(", ")}`
    : `${found.join(" and ")} both fit; say more of the name`;
  throw new UserError(`Cannot find the lab "${wanted}": ${problem}.`);
}

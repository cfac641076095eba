/** Where things are: the project's folders, and paths as the user means them. */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/**
 * A path as the user typed it. `deno task` changes to the project's folder and keeps the user's own
 * in INIT_CWD: a relative path means that one.
 */
export function userPath(path: string): string {
  const from = Deno.env.get("INIT_CWD");
  return from === undefined || resolve(from) === Deno.cwd() ? path : resolve(from, path);
}

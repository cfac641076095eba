/** Where things are: the project's folders, and paths as the user means them. */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** The options that are places, `--weights` perhaps. */
export type UserPaths = {
  readonly out: string;
  readonly data?: string | undefined;
  readonly weights?: string | undefined;
};

/** What `--weights` may say besides a file's path. */
const WEIGHTS = ["embedded", "imagenet", "random"];

/** The places among a lab's options as the user means them, and the cache if it is elsewhere. */
export function userPaths(options: UserPaths): UserPaths & { readonly cache?: string } {
  const { out, data, weights } = options;
  const cache = Deno.env.get("CONVLAB_CACHE");
  return {
    out: userPath(out),
    ...(data !== undefined && { data: userPath(data) }),
    ...(weights !== undefined && {
      weights: WEIGHTS.includes(weights) ? weights : userPath(weights),
    }),
    ...(cache && { cache }),
  };
}

/**
 * A path as the user typed it. `deno task` changes to the project's folder and keeps the user's own
 * in INIT_CWD: a relative path means that one.
 */
export function userPath(path: string): string {
  const from = Deno.env.get("INIT_CWD");
  return from === undefined || resolve(from) === Deno.cwd() ? path : resolve(from, path);
}

/** The project's folder, and the paths that the user has given. */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** The options that are paths; `--weights` may be one. */
export type UserPaths = {
  readonly out: string;
  readonly data?: string | undefined;
  readonly weights?: string | undefined;
};

/** The values of `--weights` that are not paths. */
const WEIGHTS = ["embedded", "imagenet", "random"];

/** The paths among a lab's options, resolved by `userPath`, and the cache if it is not in the project. */
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
 * Resolves a path that the user has given. `deno task` changes to the project's folder and keeps the
 * user's own in INIT_CWD, to which relative paths refer.
 */
export function userPath(path: string): string {
  const from = Deno.env.get("INIT_CWD");
  return from === undefined || resolve(from) === Deno.cwd() ? path : resolve(from, path);
}

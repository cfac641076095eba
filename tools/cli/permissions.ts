/** The permissions of a lab: those in its header, and those that its options need. */
import { isAbsolute, relative } from "node:path";
import { quoted } from "../../core/base/quoted.ts";
import { UserError } from "../../dsl/errors.ts";
import type { LabFile } from "./lab_files.ts";
import { root } from "./paths.ts";

/** The options of a lab that need permissions. */
export interface PermissionRequest {
  readonly data?: string | undefined;
  readonly out?: string | undefined;
  readonly weights?: string | undefined;
  /** The folder of downloads, if it is not in the project. */
  readonly cache?: string | undefined;
  readonly download?: boolean;
}

/** The hosts of downloads; GitHub redirects to the second one. */
const HOSTS = [
  "github.com",
  "raw.githubusercontent.com",
  "fashion-mnist.s3-website.eu-central-1.amazonaws.com",
  "storage.googleapis.com",
];

/**
 * Deno's permission flags for a lab.
 *
 * @throws {UserError} If its header has other flags than permissions between `deno run` and the file,
 * or if a path cannot stand in a list of permissions.
 */
export function permissionsOf(
  { path, header }: LabFile,
  request: PermissionRequest = {},
): string[] {
  const words = header.run.split(/\s+/).slice(2);
  const flags = words.slice(0, words.findIndex((word) => !word.startsWith("--")));
  const allowed = new Map<string, readonly string[]>();
  for (const flag of flags) {
    const [, what, where] = /^--allow-(\w+)(?:=(\S+))?$/.exec(flag) ?? [];
    if (what === undefined) {
      throw new UserError(
        `${path}: expected permissions (--allow-…) in @run, found ${
          quoted(flag)
        }. Correct the header.`,
      );
    }
    allowed.set(what, where?.split(",") ?? []);
  }
  const add = (what: string, ...where: readonly string[]) => {
    const known = allowed.get(what);
    // A permission without a list is unlimited: adding a list would limit it.
    if (known?.length !== 0) allowed.set(what, [...known ?? [], ...where]);
  };
  const data = listed("--data", request.data);
  const out = listed("--out", request.out);
  const weights = listed("--weights", request.weights);
  const cache = listed("$CONVLAB_CACHE", request.cache);
  // A finished report is renamed, for which Deno requires read access, too.
  for (const place of [data, out, weights, cache]) if (place !== undefined) add("read", place);
  if (out !== undefined) add("write", out);
  // What a lab may write below .convlab/cache it may write in the cache's own folder, too.
  for (const place of allowed.get("write") ?? []) {
    const inCache = /^\.convlab(?:\/cache)?(\/.*)?$/.exec(place);
    if (inCache && cache !== undefined) add("write", `${cache}${inCache[1] ?? ""}`);
  }
  if (request.download) {
    add("write", cache ?? ".convlab");
    add("net", ...HOSTS);
  }
  return [...allowed].map(([what, where]) =>
    where.length > 0 ? `--allow-${what}=${where.join(",")}` : `--allow-${what}`
  );
}

/**
 * A path as Deno's lists of permissions take it: from the project's folder if it is inside, because
 * the folder's own path may have a comma.
 *
 * @throws {UserError} If the path is empty or has a comma, which separates the paths of a list.
 */
function listed(option: string, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  if (path.trim() === "") {
    throw new UserError(`Cannot use ${option}: expected a path, found ${quoted(path)}. Give one.`);
  }
  const inside = relative(root, path);
  const short = isAbsolute(path) && !inside.startsWith("..") && !isAbsolute(inside);
  const place = short ? inside || "." : path;
  if (!place.includes(",")) return place;
  throw new UserError(
    `Cannot use ${option} ${path}: expected a path without commas, found one, which Deno's lists of ` +
      "permissions cannot contain. Rename it, or give a symbolic link to it.",
  );
}

/** The permissions of a lab: those in its header, and those that its options need. */
import { UserError } from "../../dsl/errors.ts";
import type { LabFile } from "./lab_files.ts";

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
 * @throws {UserError} If its header has other flags than permissions between `deno run` and the file.
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
        `${path}: expected permissions (--allow-…) in @run, found ${flag}. Correct the header.`,
      );
    }
    allowed.set(what, where?.split(",") ?? []);
  }
  const add = (what: string, ...where: readonly string[]) => {
    const known = allowed.get(what);
    // A permission without a list is unlimited: adding a list would limit it.
    if (known?.length !== 0) allowed.set(what, [...known ?? [], ...where]);
  };
  const { data, out, weights, cache } = request;
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

/** The permissions of a lab: those of its header, and what its options need besides. */
import { UserError } from "../../dsl/errors.ts";
import type { LabFile } from "./lab_files.ts";

/** What a lab was asked for, as far as permissions go. */
export interface PermissionRequest {
  readonly data?: string | undefined;
  readonly out?: string | undefined;
  readonly weights?: string | undefined;
  /** Where downloads are kept, if not in the project. */
  readonly cache?: string | undefined;
  readonly download?: boolean;
}

/** Where downloads come from; GitHub sends on to its second host. */
const HOSTS = [
  "github.com",
  "raw.githubusercontent.com",
  "fashion-mnist.s3-website.eu-central-1.amazonaws.com",
  "storage.googleapis.com",
];

/**
 * Deno's flags for a lab. Throws a UserError if its header has something else than permissions
 * between `deno run` and the file.
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
        `${path}: expected permissions (--allow-…) in @run, found ${flag}; correct the header.`,
      );
    }
    allowed.set(what, where?.split(",") ?? []);
  }
  const add = (what: string, ...where: readonly string[]) => {
    const known = allowed.get(what);
    // No list means everywhere: a list beside it would take that away.
    if (known?.length !== 0) allowed.set(what, [...known ?? [], ...where]);
  };
  const { data, out, weights, cache } = request;
  // A report takes its place by a rename, which wants to read, too.
  for (const place of [data, out, weights, cache]) if (place !== undefined) add("read", place);
  if (out !== undefined) add("write", out);
  if (request.download) {
    add("write", cache ?? ".convlab");
    add("net", ...HOSTS);
  }
  return [...allowed].map(([what, where]) =>
    where.length > 0 ? `--allow-${what}=${where.join(",")}` : `--allow-${what}`
  );
}

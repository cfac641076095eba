/** Reading what the user named, with a sentence when that fails. */
import { UserError } from "../base/errors.ts";
import { fromFileUrl } from "../base/paths.ts";

/** What a file holds, and its name as errors give it. */
export interface UserFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * The bytes of a file.
 *
 * @throws {UserError} One sentence if it is missing, a folder, or may not be read.
 */
export async function readUserFile(path: string | URL): Promise<UserFile> {
  const name = displayName(path);
  try {
    return { name, bytes: await Deno.readFile(path) };
  } catch (error) {
    throw new UserError(`Cannot read ${name}: ${reason(error)}.`);
  }
}

/** How errors name a file: its path. */
export const displayName = (path: string | URL): string =>
  path instanceof URL ? fromFileUrl(path) : path;

/** Why the system refused, in words, with what to do about it. */
export function reason(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such file, check the path";
  if (error instanceof Deno.errors.IsADirectory) return "it is a folder, give a file";
  if (error instanceof Deno.errors.NotADirectory) {
    return "a part of the path is a file, expected a folder";
  }
  if (error instanceof Deno.errors.NotCapable) {
    return "Deno was not allowed to, start it with the permissions in the lab's header";
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return "permission was denied, check who may read it";
  }
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
}

/**
 * Checks that `path` is a folder, as `--data` wants it.
 *
 * @throws {UserError} One sentence if it is not.
 */
export async function requireFolder(path: string): Promise<void> {
  const found = await stat(path);
  if (found?.isDirectory) return;
  const what = found ? "a file" : "nothing";
  throw new UserError(`Cannot use --data ${path}: expected a folder, found ${what}.`);
}

/** Whether there is a file at `path`. */
export const isFile = async (path: string): Promise<boolean> => (await stat(path))?.isFile === true;

/** Whether Deno was allowed to read `path`; never asks. */
export const mayRead = async (path: string): Promise<boolean> =>
  (await Deno.permissions.query({ name: "read", path })).state === "granted";

async function stat(path: string): Promise<Deno.FileInfo | undefined> {
  try {
    return await Deno.stat(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return undefined;
    }
    throw new UserError(`Cannot read ${path}: ${reason(error)}.`);
  }
}

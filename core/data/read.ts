/** Reads files and folders that the user names; every failure is a UserError. */
import { UserError } from "../base/errors.ts";
import { fromFileUrl } from "../base/paths.ts";

/** The contents of a file, and its name as errors show it. */
export interface UserFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Reads all bytes of a file.
 *
 * @throws {UserError} If the file is missing, is a folder, or may not be read.
 */
export async function readUserFile(path: string | URL): Promise<UserFile> {
  const name = displayName(path);
  try {
    return { name, bytes: await Deno.readFile(path) };
  } catch (error) {
    throw new UserError(`Cannot read ${name}: ${reason(error)}.`);
  }
}

/** The name of a file as errors show it: its path. */
export const displayName = (path: string | URL): string =>
  path instanceof URL ? fromFileUrl(path) : path;

/** Why the system refused to read or write a file, and what to do: for the end of an error message. */
export function reason(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such file. Check the path";
  if (error instanceof Deno.errors.IsADirectory) return "it is a folder. Give a file";
  if (error instanceof Deno.errors.NotADirectory) {
    return "a part of the path is a file instead of a folder. Check the path";
  }
  if (error instanceof Deno.errors.NotCapable) {
    return "Deno has no permission for it. Start it with the permissions in the lab's header";
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return "the system denied access. Check the file's permissions";
  }
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
}

/**
 * Checks that `path`, the value of `--data`, is a folder.
 *
 * @throws {UserError} If it is not.
 */
export async function requireFolder(path: string): Promise<void> {
  const found = await stat(path);
  if (found?.isDirectory) return;
  const what = found ? "a file" : "nothing";
  throw new UserError(
    `Cannot use --data ${path}: expected a folder, found ${what}. Check the path.`,
  );
}

/** Whether `path` is a file. */
export const isFile = async (path: string): Promise<boolean> => (await stat(path))?.isFile === true;

/** Whether Deno has the permission to read `path`; never prompts for it. */
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

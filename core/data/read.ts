/** Reads files and folders that the user names; every failure is a UserError. */
import { UserError } from "../base/errors.ts";
import { MEMORY_LIMIT } from "../base/memory.ts";
import { grouped } from "../base/numbers.ts";
import { fromFileUrl } from "../base/paths.ts";
import { reason } from "../base/reason.ts";

export { reason };

/** The contents of a file, and its name as errors show it. */
export interface UserFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Reads all bytes of a file. The length is compared with `limit` first; of a pipe, which has no
 * length, at most `limit` bytes are read.
 *
 * @param limit The most bytes that the file may have.
 * @throws {UserError} If the file is missing, is a folder, is larger than `limit`, or may not be read.
 */
export async function readUserFile(
  path: string | URL,
  limit = MEMORY_LIMIT,
): Promise<UserFile> {
  const name = displayName(path);
  const refuse = (found: string): never => {
    throw new UserError(
      `Cannot read ${name}: expected at most ${
        grouped(limit)
      } bytes, found ${found}. Check the path.`,
    );
  };
  try {
    using file = await Deno.open(path);
    const { isFile, size } = await file.stat();
    if (isFile) {
      if (size > limit) refuse(grouped(size));
      return { name, bytes: await Deno.readFile(path) };
    }
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    let length = 0;
    for await (const piece of file.readable) {
      length += piece.length;
      if (length > limit) refuse("more");
      pieces.push(piece);
    }
    return { name, bytes: new Uint8Array(await new Blob(pieces).arrayBuffer()) };
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`Cannot read ${name}: ${reason(error)}.`);
  }
}

/** The name of a file as errors show it: its path. */
export const displayName = (path: string | URL): string =>
  path instanceof URL ? fromFileUrl(path) : path;

/**
 * Checks that there is something at `path`, the value of `--data`.
 *
 * @throws {UserError} If there is nothing.
 */
export async function requirePlace(path: string): Promise<void> {
  if (await stat(path)) return;
  throw new UserError(
    `Cannot use --data ${path}: expected a folder or a file, found nothing. Check the path.`,
  );
}

/** Whether `path` is a file. */
export const isFile = async (path: string): Promise<boolean> => (await stat(path))?.isFile === true;

/** Whether `path` is a folder. */
export const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path))?.isDirectory === true;

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

/** Writes files so that no reader ever sees half of one. */
import { dirname, join } from "node:path";

/** What `writeFileAtomic` appends to a file's name while it writes: no other program names files so. */
const TEMPORARY = /\.[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\.tmp$/;

/** A temporary file that is older than this, in milliseconds, belongs to a program that was killed. */
const ABANDONED = 24 * 60 * 60 * 1000;

/** A name beside `path` that no other file has. */
export const temporaryName = (path: string): string => `${path}.${crypto.randomUUID()}.tmp`;

/**
 * Writes `data` to a temporary file beside `path`, flushes it to the disk and renames it, so that a
 * reader of `path` sees either the old file or the new one. Creates the folder if it is missing. On
 * failure the temporary file is removed and the error is thrown again.
 *
 * @param data Text, which is written as UTF-8, or bytes.
 * @throws If the system refuses, or if `path` is a device, which renaming would replace.
 */
export async function writeFileAtomic(path: string, data: string | Uint8Array): Promise<void> {
  await refuseDevice(path);
  await Deno.mkdir(dirname(path), { recursive: true });
  const temporary = temporaryName(path);
  try {
    using file = await Deno.open(temporary, { write: true, createNew: true });
    const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
    for (let done = 0; done < bytes.length;) done += await file.write(bytes.subarray(done));
    await file.sync();
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw error;
  }
}

async function refuseDevice(path: string): Promise<void> {
  const found = await Deno.stat(path).catch(() => undefined);
  if (!found || found.isFile || found.isDirectory) return;
  throw new Error("it is a device. Give a file");
}

/**
 * Removes what `writeFileAtomic` left in a folder when its program was killed more than a day ago.
 * Other files, newer ones and ones that cannot be removed stay.
 *
 * @param depth How many levels of folders below `folder` are searched, too.
 */
export async function removeAbandoned(
  folder: string,
  { depth = 0, now = Date.now() }: { depth?: number; now?: number } = {},
): Promise<void> {
  const entries = await Array.fromAsync(Deno.readDir(folder)).catch(() => []);
  for (const { name, isFile, isDirectory } of entries) {
    const path = join(folder, name);
    if (isDirectory && depth > 0) await removeAbandoned(path, { depth: depth - 1, now });
    if (!isFile || !TEMPORARY.test(name)) continue;
    const changed = (await Deno.lstat(path).catch(() => undefined))?.mtime?.getTime() ?? now;
    if (now - changed > ABANDONED) await Deno.remove(path).catch(() => {});
  }
}

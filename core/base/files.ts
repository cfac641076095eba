/** Writes files so that no reader ever sees half of one. */
import { dirname } from "node:path";

/**
 * Writes `data` to a temporary file beside `path`, flushes it to the disk and renames it, so that a
 * reader of `path` sees either the old file or the new one. Creates the folder if it is missing. On
 * failure the temporary file is removed and the error is thrown again.
 *
 * @param data Text, which is written as UTF-8, or bytes.
 */
export async function writeFileAtomic(path: string, data: string | Uint8Array): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${crypto.randomUUID()}.tmp`;
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

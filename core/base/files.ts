/** Writing files so that a reader never sees half of one. */
import { dirname } from "node:path";

/**
 * Writes `data` to a temporary file beside `path`, flushes it to the disk and renames it: whoever
 * opens `path` sees the old file or the new one. Makes the folder if need be. On failure the
 * temporary file is removed and the error passed on.
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

/** A file that one process at a time may write. */

/** How long to wait before looking again whether a lock is free. */
const PAUSE = 100;

/**
 * Opens `path` for reading and writing, makes it if need be, and waits until no other process (and
 * nobody else in this one) holds it. Closing the file frees it, and so does the end of the process,
 * however it comes: the lock is the system's.
 *
 * @throws The signal's reason if it is aborted meanwhile.
 */
export async function lockedFile(path: string, signal?: AbortSignal): Promise<Deno.FsFile> {
  for (;;) {
    const file = await Deno.open(path, { read: true, write: true, create: true });
    try {
      while (!await file.tryLock(true)) {
        signal?.throwIfAborted();
        await new Promise((done) => setTimeout(done, PAUSE));
      }
      // Whoever held it may have renamed or removed it: the lock is then that of another file.
      if (await same(file, path)) return file;
    } catch (error) {
      file.close();
      throw error;
    }
    file.close();
  }
}

async function same(file: Deno.FsFile, path: string): Promise<boolean> {
  const held = await file.stat();
  try {
    const there = await Deno.stat(path);
    return held.ino === there.ino && held.dev === there.dev;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

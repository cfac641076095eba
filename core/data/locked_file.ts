/** Opens files that only one process at a time may write. */

/** Milliseconds between two attempts to take the lock. */
const PAUSE = 100;

/**
 * Opens `path` for reading and writing, creates it if it is missing, and waits until no other process,
 * and no other caller in this one, has it locked. The lock is the operating system's: it ends when the
 * file is closed or the process ends, even by a crash.
 *
 * @throws The signal's reason if `signal` is aborted while waiting.
 */
export async function lockedFile(path: string, signal?: AbortSignal): Promise<Deno.FsFile> {
  for (;;) {
    const file = await Deno.open(path, { read: true, write: true, create: true });
    try {
      while (!await file.tryLock(true)) {
        signal?.throwIfAborted();
        await new Promise((done) => setTimeout(done, PAUSE));
      }
      // The previous holder may have renamed or removed the file: the lock is then on another file.
      if (await same(file, path)) return file;
    } catch (error) {
      file.close();
      throw error;
    }
    file.close();
  }
}

/**
 * Like `lockedFile`, but does not wait.
 *
 * @returns Undefined if another process, or another caller in this one, has the file locked.
 */
export async function tryLockedFile(path: string): Promise<Deno.FsFile | undefined> {
  const file = await Deno.open(path, { read: true, write: true, create: true });
  try {
    if (await file.tryLock(true) && await same(file, path)) return file;
  } catch (error) {
    file.close();
    throw error;
  }
  file.close();
  return undefined;
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

/** Opens files that only one process at a time may write. */

/** Milliseconds between two attempts to take the lock. */
const PAUSE = 100;

/**
 * Opens `path` for reading and writing, creates it if it is missing, and waits until no other process,
 * and no other caller in this one, has it locked. The lock is the operating system's: it ends when the
 * file is closed or the process ends, even by a crash.
 *
 * @throws The signal's reason if `signal` is aborted while waiting.
 * @throws {Error} If something else than a file of its own is at `path`, such as a link, through which
 * another file would be written.
 */
export async function lockedFile(path: string, signal?: AbortSignal): Promise<Deno.FsFile> {
  for (;;) {
    const file = await openOwn(path);
    if (!file) continue;
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

/** Opens the file, or a new one; undefined if another process has just created or removed it. */
async function openOwn(path: string): Promise<Deno.FsFile | undefined> {
  const found = await Deno.lstat(path).catch(unless(Deno.errors.NotFound));
  if (found && (!found.isFile || (found.nlink ?? 1) > 1)) {
    throw new Error(`${path} is a link, a folder or a device. Remove it`);
  }
  // An exclusive creation follows no link that somebody puts there in the meantime.
  const how = found ? {} : { createNew: true };
  return await Deno.open(path, { read: true, write: true, ...how })
    .catch(unless(found ? Deno.errors.NotFound : Deno.errors.AlreadyExists));
}

/** Gives undefined for an error of this class, and throws any other. */
const unless = (expected: new () => Error) => (error: unknown): undefined => {
  if (!(error instanceof expected)) throw error;
};

async function same(file: Deno.FsFile, path: string): Promise<boolean> {
  const held = await file.stat();
  try {
    const there = await Deno.lstat(path);
    return held.ino === there.ino && held.dev === there.dev;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

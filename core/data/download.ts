/** Downloads one file with a known checksum; a file with another checksum is never kept. */
import { createHash } from "node:crypto";
import { dirname } from "node:path";
import { UserError } from "../base/errors.ts";
import { grouped } from "../base/numbers.ts";
import { lockedFile } from "./locked_file.ts";
import { reason } from "./read.ts";
import { receive, type Received, type ReceiveOptions, type RemoteSource } from "./receive.ts";

/** A file on the network whose length and SHA-256 are known before it is downloaded. */
export interface RemoteFile extends RemoteSource {
  /** 64 hexadecimal digits, of the file as the server sends it. */
  readonly sha256: string;
}

/** A file on the network whose publisher states only an MD5. */
export interface RemoteFileMd5 extends RemoteSource {
  /** 32 hexadecimal digits. */
  readonly md5: string;
}

/** How a download reports its progress, and when it stops. */
export type DownloadOptions = ReceiveOptions;

/**
 * Downloads a file to `target`, unless `target` already holds it. The file is streamed to
 * `target.part`, counted and hashed on the way, flushed to the disk, and renamed once its length and
 * checksum are right. An interrupted download leaves its `.part`, which the next one continues; after
 * any other failure nothing is left. While one process downloads a file, others wait for it.
 *
 * @throws {UserError} If the connection fails, stalls, is too slow or takes too long, if the status is not 200, if there are more
 * than five redirections, if the file is too short, too long or has another checksum, or if `target`
 * cannot be written.
 */
export async function download(
  file: RemoteFile | RemoteFileMd5,
  target: string,
  options: DownloadOptions = {},
): Promise<void> {
  try {
    if (await holds(target, file)) return;
    await Deno.mkdir(dirname(target), { recursive: true });
    const path = `${target}.part`;
    using part = await lockedFile(path, options.signal);
    let keep = false;
    try {
      // Another process may have downloaded it while this one waited for the lock.
      if (await holds(target, file)) return;
      const { complete: whole, problem } = await complete(part, file, options);
      keep = !whole;
      if (keep) {
        const found = `expected ${grouped(file.bytes)} bytes, found ${grouped(await length(part))}`;
        fail(file, problem === undefined ? found : `${problem}, ${found}`);
      }
      await part.sync();
      await Deno.rename(path, target);
      keep = true;
    } catch (error) {
      keep ||= options.signal?.aborted === true && await length(part) > 0;
      throw error;
    } finally {
      if (!keep) await Deno.remove(path).catch(() => {});
    }
  } catch (error) {
    options.signal?.throwIfAborted();
    if (error instanceof UserError) throw error;
    throw new UserError(`Cannot save ${file.address} as ${target}: ${reason(error)}.`);
  }
}

const fail = (file: RemoteSource, problem: string): never => {
  throw new UserError(
    `Cannot download ${file.address}: ${problem}. Try again, or give the file with --data DIR.`,
  );
};

const length = async (file: Deno.FsFile): Promise<number> => (await file.stat()).size;

/** The checksum that the publisher states. */
const checksum = (file: RemoteFile | RemoteFileMd5): readonly [algorithm: string, digest: string] =>
  "sha256" in file ? ["sha256", file.sha256] : ["md5", file.md5];

async function holds(path: string, file: RemoteFile | RemoteFileMd5): Promise<boolean> {
  const [algorithm, digest] = checksum(file);
  try {
    if ((await Deno.stat(path)).size !== file.bytes) return false;
    return createHash(algorithm).update(await Deno.readFile(path)).digest("hex") === digest;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/**
 * Continues and completes `part`. If the finished file has another checksum, and some of it was left
 * by an earlier download, it is downloaded once more from the start.
 *
 * @returns Not complete if the connection broke off.
 * @throws {UserError} If the file has another checksum.
 */
async function complete(
  part: Deno.FsFile,
  file: RemoteFile | RemoteFileMd5,
  options: DownloadOptions,
): Promise<Received> {
  const [algorithm, expected] = checksum(file);
  const refuse = (problem: string) => fail(file, problem);
  const attempt = async () => {
    const hash = createHash(algorithm);
    const received = await receive(part, file, hash, refuse, options);
    return { ...received, found: received.complete ? hash.digest("hex") : "" };
  };
  let result = await attempt();
  if (result.complete && result.resumed && result.found !== expected) {
    await part.truncate(0);
    result = await attempt();
  }
  if (!result.complete) return result;
  if (result.found !== expected) {
    refuse(`expected ${algorithm} ${expected}, found ${result.found}`);
  }
  return result;
}

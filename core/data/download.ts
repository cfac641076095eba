/** Fetching one file with a known checksum into the cache, which never holds a wrong one. */
import { createHash } from "node:crypto";
import { dirname } from "node:path";
import { UserError } from "../base/errors.ts";
import { lockedFile } from "./locked_file.ts";
import { reason } from "./read.ts";
import { receive, type ReceiveOptions, type RemoteSource } from "./receive.ts";

/** A file on the network whose length and checksum are known beforehand. */
export interface RemoteFile extends RemoteSource {
  /** 64 hexadecimal digits, of the file as it is sent. */
  readonly sha256: string;
}

/** One whose publisher gives an MD5 only. */
export interface RemoteFileMd5 extends RemoteSource {
  /** 32 hexadecimal digits. */
  readonly md5: string;
}

/** How a download reports and stops. */
export type DownloadOptions = ReceiveOptions;

/**
 * Makes sure that `target` holds the file. If it does already, no request is made. Otherwise the
 * file is streamed to `target.part` beside it, counted and hashed on the way, flushed, and renamed
 * only when length and checksum are right. A transfer that breaks off leaves its part, and the next
 * one goes on from there; whatever else fails, nothing is left behind. While one process fetches a
 * file, others wait for it and then find it there.
 *
 * @throws {UserError} One sentence on a failed connection, a status other than 200, too many
 * redirections, a connection that stalls, a file that is too short or too long, a wrong checksum, or
 * a folder that cannot be written to.
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
      // Another process may have fetched it while this one waited for the lock.
      if (await holds(target, file)) return;
      keep = !await fetchInto(part, file, options);
      if (keep) return fail(file, `expected ${file.bytes} bytes, found ${await length(part)}`);
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
    throw new UserError(`Cannot keep ${file.address} in ${target}: ${reason(error)}.`);
  }
}

const fail = (file: RemoteSource, problem: string): never => {
  throw new UserError(
    `Cannot download ${file.address}: ${problem}, try again or give the file with --data DIR.`,
  );
};

const length = async (file: Deno.FsFile): Promise<number> => (await file.stat()).size;

/** The checksum that is known of a file. */
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
 * Completes `part`, going on from what it holds. False if the connection broke off; a wrong
 * checksum throws, after a second try from the start if what was there may have been at fault.
 */
async function fetchInto(
  part: Deno.FsFile,
  file: RemoteFile | RemoteFileMd5,
  options: DownloadOptions,
): Promise<boolean> {
  const [algorithm, expected] = checksum(file);
  const refuse = (problem: string) => fail(file, problem);
  const attempt = async () => {
    const hash = createHash(algorithm);
    const { complete, resumed } = await receive(part, file, hash, refuse, options);
    return { complete, resumed, found: complete ? hash.digest("hex") : "" };
  };
  let result = await attempt();
  if (result.complete && result.resumed && result.found !== expected) {
    await part.truncate(0);
    result = await attempt();
  }
  if (!result.complete) return false;
  if (result.found !== expected) {
    refuse(`expected ${algorithm} ${expected}, found ${result.found}; nothing was kept`);
  }
  return true;
}

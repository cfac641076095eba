/** Fetching one file with a known checksum into the cache, which never holds a wrong one. */
import { dirname } from "node:path";
import { UserError } from "../../dsl/errors.ts";
import { sha256, sha256Stream } from "../hash.ts";
import { reason } from "./read.ts";

/** A file on the network whose length and checksum are known beforehand. */
export interface RemoteFile {
  readonly address: string;
  readonly bytes: number;
  /** 64 hexadecimal digits, of the file as it is sent. */
  readonly sha256: string;
}

/** How a download reports and stops. */
export interface DownloadOptions {
  /** Called after every part with the bytes that have arrived. */
  readonly onProgress?: (arrived: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Makes sure that `target` holds the file. If it does already, no request is made. Otherwise the
 * file is streamed to a temporary name beside it, counted and hashed on the way, flushed, and
 * renamed only when length and checksum are right; whatever fails, nothing is left behind.
 *
 * @throws {UserError} One sentence on a failed connection, a status other than 200, a file that is
 * too short or too long, a wrong checksum, or a folder that cannot be written to.
 */
export async function download(
  file: RemoteFile,
  target: string,
  options: DownloadOptions = {},
): Promise<void> {
  const temporary = `${target}.${crypto.randomUUID()}.tmp`;
  try {
    if (await holds(target, file)) return;
    await Deno.mkdir(dirname(target), { recursive: true });
    const found = await fetchInto(temporary, file, options);
    if (found !== file.sha256) {
      fail(file, `expected sha256 ${file.sha256}, found ${found}; nothing was kept`);
    }
    await Deno.rename(temporary, target);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (error instanceof UserError) throw error;
    throw new UserError(`Cannot keep ${file.address} in ${target}: ${reason(error)}.`);
  } finally {
    await Deno.remove(temporary).catch(() => {});
  }
}

const fail = (file: RemoteFile, problem: string): never => {
  throw new UserError(
    `Cannot download ${file.address}: ${problem}, try again or give the file with --data DIR.`,
  );
};

async function holds(path: string, file: RemoteFile): Promise<boolean> {
  try {
    if ((await Deno.stat(path)).size !== file.bytes) return false;
    return sha256(await Deno.readFile(path)) === file.sha256;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function request(file: RemoteFile, { signal }: DownloadOptions): Promise<Response> {
  try {
    // The checksum is of the bytes as they are published, so nobody may pack them on the way.
    const headers = { "accept-encoding": "identity" };
    return await fetch(file.address, signal ? { headers, signal } : { headers });
  } catch (error) {
    signal?.throwIfAborted();
    return fail(file, `no connection (${reason(error)})`);
  }
}

/** Streams the file into `path`, refusing to write a byte more than expected. Gives its SHA-256. */
async function fetchInto(
  path: string,
  file: RemoteFile,
  options: DownloadOptions,
): Promise<string> {
  const response = await request(file, options);
  if (response.status !== 200 || response.body === null) {
    await response.body?.cancel();
    fail(file, `expected status 200, found ${response.status}`);
  }
  using output = await Deno.open(path, { write: true, createNew: true });
  const hash = sha256Stream();
  let arrived = 0;
  try {
    for await (const part of response.body ?? []) {
      arrived += part.length;
      if (arrived > file.bytes) fail(file, `expected ${file.bytes} bytes, found more`);
      for (let done = 0; done < part.length;) done += await output.write(part.subarray(done));
      hash.update(part);
      options.onProgress?.(arrived, file.bytes);
    }
  } catch (error) {
    options.signal?.throwIfAborted();
    // A body that breaks off: the count below says so better than the runtime's words do.
    if (error instanceof UserError || !(error instanceof TypeError)) throw error;
  }
  if (arrived < file.bytes) {
    fail(file, `expected ${file.bytes} bytes, found ${arrived}`);
  }
  await output.sync();
  return hash.digest("hex");
}

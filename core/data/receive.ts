/** Receives the bytes of a file from a server, continuing where an earlier connection broke off. */
import type { Hash } from "node:crypto";
import { grouped } from "../base/numbers.ts";
import { connectionProblem } from "./connection_problem.ts";
import { type ConnectionLimits, Watch } from "./watch.ts";

/** A file on the network whose length is known before it is received. */
export interface RemoteSource {
  readonly address: string;
  readonly bytes: number;
}

/** How receiving reports its progress, and when it stops. */
export interface ReceiveOptions extends ConnectionLimits {
  /** Called after every piece with the number of bytes that have arrived. */
  readonly onProgress?: (arrived: number, total: number) => void;
}

/** How receiving ended. */
export interface Received {
  /** False if the connection broke off; the bytes that arrived are in the file. */
  readonly complete: boolean;
  /** Whether the file began with bytes of an earlier connection. */
  readonly resumed: boolean;
  /** Why this program ended the connection. */
  readonly problem?: string;
}

const MAX_REDIRECTS = 5;

type Refuse = (problem: string) => never;

/**
 * Appends the missing bytes of the file to `part` and feeds all of its bytes to `hash`. Asks the
 * server for the missing range only; if the server ignores ranges or sends another one, the file is
 * received again from its first byte.
 *
 * @param refuse Throws the error.
 */
export async function receive(
  part: Deno.FsFile,
  remote: RemoteSource,
  hash: Hash,
  refuse: Refuse,
  options: ReceiveOptions,
): Promise<Received> {
  const { size } = await part.stat();
  const from = size <= remote.bytes ? size : 0;
  if (size > 0 && from === remote.bytes) {
    await begin(part, from, hash);
    return { complete: true, resumed: true };
  }
  const watch = new Watch(options);
  try {
    let response = await request(remote, from, watch, refuse);
    if (from > 0 && response.status !== 200 && !continues(response, from, remote.bytes)) {
      await response.body?.cancel();
      response = await request(remote, 0, watch, refuse);
    }
    const resumed = response.status === 206;
    if (response.body === null || (response.status !== 200 && !resumed)) {
      await response.body?.cancel();
      refuse(`expected status 200, found ${response.status}`);
    }
    const start = resumed ? from : 0;
    const announced = response.headers.get("content-length");
    const missing = remote.bytes - start;
    if (announced !== null && Number(announced) !== missing) {
      await response.body?.cancel();
      const found = Number(announced) > missing ? "more" : grouped(start + Number(announced));
      refuse(`expected ${grouped(remote.bytes)} bytes, found ${found}`);
    }
    await begin(part, start, hash);
    const complete = await receiveBody(response, part, start, remote, hash, watch, refuse, options);
    return { complete, resumed, ...(!complete && watch.problem && { problem: watch.problem }) };
  } finally {
    watch.end();
  }
}

/** Whether the response is the requested rest of the file. */
const continues = ({ status, headers }: Response, from: number, bytes: number): boolean =>
  status === 206 && headers.get("content-range") === `bytes ${from}-${bytes - 1}/${bytes}`;

/** Cuts the file to its first `start` bytes and hashes them; writing then continues after them. */
async function begin(part: Deno.FsFile, start: number, hash: Hash): Promise<void> {
  await part.truncate(start);
  await part.seek(0, Deno.SeekMode.Start);
  const buffer = new Uint8Array(2 ** 20);
  for (let read = await part.read(buffer); read !== null; read = await part.read(buffer)) {
    hash.update(buffer.subarray(0, read));
  }
}

async function receiveBody(
  response: Response,
  part: Deno.FsFile,
  start: number,
  { bytes }: RemoteSource,
  hash: Hash,
  watch: Watch,
  refuse: Refuse,
  { onProgress }: ReceiveOptions,
): Promise<boolean> {
  let arrived = start;
  try {
    for await (const piece of response.body ?? []) {
      watch.alive(piece.length);
      arrived += piece.length;
      if (arrived > bytes) refuse(`expected ${grouped(bytes)} bytes, found more`);
      for (let done = 0; done < piece.length;) done += await part.write(piece.subarray(done));
      hash.update(piece);
      onProgress?.(arrived, bytes);
    }
  } catch (error) {
    watch.throwIfAborted();
    // The body broke off or stalled: the number of bytes tells more than the runtime's error.
    if (watch.problem === undefined && !(error instanceof TypeError)) throw error;
  }
  return arrived === bytes;
}

/** Requests the file from byte `from` on; follows at most five redirections. */
async function request(
  { address }: RemoteSource,
  from: number,
  watch: Watch,
  refuse: Refuse,
): Promise<Response> {
  // The checksum is that of the published bytes, so the server must not compress them.
  const headers = {
    "accept-encoding": "identity",
    ...(from > 0 && { range: `bytes=${from}-` }),
  };
  let url = new URL(address);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    let response: Response;
    try {
      response = await fetch(url, { headers, redirect: "manual", signal: watch.signal });
      watch.alive();
    } catch (error) {
      watch.throwIfAborted();
      return refuse(watch.problem ?? connectionProblem(error, url));
    }
    const location = response.headers.get("location");
    if (![301, 302, 303, 307, 308].includes(response.status) || location === null) return response;
    await response.body?.cancel();
    if (!URL.canParse(location, url)) {
      return refuse(`expected a redirection to an address, found ${location}`);
    }
    const next = new URL(location, url);
    if (
      !/^https?:$/.test(next.protocol) || (url.protocol === "https:" && next.protocol === "http:")
    ) {
      return refuse(
        `expected a redirection to http:// or https://, found one from ${url.protocol}// to ` +
          `${next.protocol}//`,
      );
    }
    url = next;
  }
  return refuse(`expected at most ${MAX_REDIRECTS} redirections, found more`);
}

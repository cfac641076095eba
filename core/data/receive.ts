/** The bytes of a file on the network, on from where a transfer broke off. */
import type { Hash } from "node:crypto";
import { reason } from "./read.ts";

/** A file on the network whose length is known beforehand. */
export interface RemoteSource {
  readonly address: string;
  readonly bytes: number;
}

/** How a transfer reports and stops. */
export interface ReceiveOptions {
  /** Called after every part with the bytes that have arrived. */
  readonly onProgress?: (arrived: number, total: number) => void;
  readonly signal?: AbortSignal;
  /** How long nothing may arrive, in milliseconds; 30,000. */
  readonly stall?: number;
}

/** What became of a transfer. */
export interface Received {
  /** False if the connection broke off; what arrived is in the file. */
  readonly complete: boolean;
  /** Whether it went on from bytes that were there. */
  readonly resumed: boolean;
}

const STALL = 30_000;
const MAX_REDIRECTS = 5;

type Refuse = (problem: string) => never;

/**
 * Appends to `part` what it lacks of the file and feeds all of its bytes to `hash`. A server that
 * ignores ranges, or has another idea of them, sends the whole; then the file is begun anew.
 * `refuse` throws the error.
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
    if (from > 0 && response.status !== 200 && !goesOn(response, from, remote.bytes)) {
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
    const wanted = remote.bytes - start;
    if (announced !== null && Number(announced) !== wanted) {
      await response.body?.cancel();
      const found = Number(announced) > wanted ? "more" : `${start + Number(announced)}`;
      refuse(`expected ${remote.bytes} bytes, found ${found}`);
    }
    await begin(part, start, hash);
    const complete = await receiveBody(response, part, start, remote, hash, watch, refuse);
    return { complete, resumed };
  } finally {
    watch.end();
  }
}

/** Whether a server's answer to a range is the rest of the file. */
const goesOn = ({ status, headers }: Response, from: number, bytes: number): boolean =>
  status === 206 && headers.get("content-range") === `bytes ${from}-${bytes - 1}/${bytes}`;

/** Cuts the file to its first `start` bytes, hashes them, and stands behind them. */
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
): Promise<boolean> {
  let arrived = start;
  try {
    for await (const piece of response.body ?? []) {
      watch.alive();
      arrived += piece.length;
      if (arrived > bytes) refuse(`expected ${bytes} bytes, found more`);
      for (let done = 0; done < piece.length;) done += await part.write(piece.subarray(done));
      hash.update(piece);
      watch.options.onProgress?.(arrived, bytes);
    }
  } catch (error) {
    watch.options.signal?.throwIfAborted();
    // A body that breaks off or stalls: the count says so better than the runtime's words do.
    if (!watch.stalled && !(error instanceof TypeError)) throw error;
  }
  return arrived === bytes;
}

/** Asks for the file from byte `from` on, along at most five redirections. */
async function request(
  { address }: RemoteSource,
  from: number,
  watch: Watch,
  refuse: Refuse,
): Promise<Response> {
  // The checksum is of the bytes as they are published, so nobody may pack them on the way.
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
      watch.options.signal?.throwIfAborted();
      return refuse(
        watch.stalled ? `no answer in ${watch.seconds} s` : `no connection (${reason(error)})`,
      );
    }
    const location = response.headers.get("location");
    if (![301, 302, 303, 307, 308].includes(response.status) || location === null) return response;
    await response.body?.cancel();
    if (!URL.canParse(location, url)) return refuse(`it leads to ${location}, no address`);
    const next = new URL(location, url);
    if (
      !/^https?:$/.test(next.protocol) || (url.protocol === "https:" && next.protocol === "http:")
    ) {
      return refuse(`it leads from ${url.protocol}// to ${next.protocol}//, which is not followed`);
    }
    url = next;
  }
  return refuse(`it leads on more than ${MAX_REDIRECTS} times`);
}

/** Ends a transfer in which nothing happens for too long. */
class Watch {
  readonly options: ReceiveOptions;
  readonly signal: AbortSignal;
  readonly #silence = new AbortController();
  #timer: ReturnType<typeof setTimeout>;

  constructor(options: ReceiveOptions) {
    this.options = options;
    const { signal } = this.#silence;
    this.signal = options.signal ? AbortSignal.any([options.signal, signal]) : signal;
    this.#timer = this.#start();
  }

  get seconds(): number {
    return (this.options.stall ?? STALL) / 1000;
  }

  get stalled(): boolean {
    return this.#silence.signal.aborted;
  }

  alive(): void {
    clearTimeout(this.#timer);
    this.#timer = this.#start();
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #start() {
    return setTimeout(() => this.#silence.abort(), this.options.stall ?? STALL);
  }
}

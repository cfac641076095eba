/** Ends a connection that gives too little for too long. */

/** The limits of a connection. */
export interface ConnectionLimits {
  readonly signal?: AbortSignal;
  /** The longest time without a byte, in milliseconds. Default 30,000. */
  readonly stall?: number;
  /** The least mean rate, in bytes per second, after the first `stall`. Default 2,000. */
  readonly leastRate?: number;
  /** The longest time of a whole download, in milliseconds. Default six hours. */
  readonly longest?: number;
}

const STALL = 30_000;
const LEAST_RATE = 2_000;
const LONGEST = 6 * 60 * 60 * 1000;

/** Aborts a connection if nothing arrives for too long, too little arrives, or it takes too long. */
export class Watch {
  readonly signal: AbortSignal;
  readonly #limits: ConnectionLimits;
  readonly #end = new AbortController();
  readonly #began = performance.now();
  readonly #longest: ReturnType<typeof setTimeout>;
  #timer: ReturnType<typeof setTimeout>;
  #arrived = 0;

  constructor(limits: ConnectionLimits) {
    this.#limits = limits;
    const { signal } = this.#end;
    this.signal = limits.signal ? AbortSignal.any([limits.signal, signal]) : signal;
    this.#timer = this.#start();
    const { longest = LONGEST } = limits;
    this.#longest = setTimeout(
      () => this.#stop(`the download took longer than ${longest / 1000} s`),
      longest,
    );
  }

  /** Why the connection was ended; undefined if it was not. */
  get problem(): string | undefined {
    return this.#end.signal.aborted ? String(this.#end.signal.reason) : undefined;
  }

  /** Throws the caller's reason if it wants no more. */
  throwIfAborted(): void {
    this.#limits.signal?.throwIfAborted();
  }

  /** Tells that so many bytes have arrived. */
  alive(bytes = 0): void {
    clearTimeout(this.#timer);
    this.#arrived += bytes;
    const ms = performance.now() - this.#began;
    const rate = this.#arrived / ms * 1000;
    const { leastRate = LEAST_RATE, stall = STALL } = this.#limits;
    if (bytes > 0 && ms > stall && rate < leastRate) {
      this.#stop(
        `only ${Math.round(rate)} bytes per second arrived, expected at least ${leastRate}`,
      );
    }
    this.#timer = this.#start();
  }

  /** Ends the watch. */
  end(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#longest);
  }

  #start() {
    const { stall = STALL } = this.#limits;
    return setTimeout(() => this.#stop(`nothing arrived for ${stall / 1000} s`), stall);
  }

  #stop(problem: string): void {
    this.#end.abort(problem);
  }
}

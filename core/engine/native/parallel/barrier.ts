/** How ranks wait for each other: they look for some microseconds, and then sleep. */
import { WORD } from "./shared_memory.ts";

/** Thrown where a rank waits for others of which one has failed. */
export class RankFailed extends Error {}

/**
 * How often a rank looks before it sleeps. That takes about 50 µs, as long as it takes to be woken;
 * looking for longer would keep a core from other programs.
 */
const LOOKS = 2000;
/** A sleeping rank looks this often whether another has failed, in milliseconds. */
const NAP_MS = 50;
/** After so many milliseconds rank 0 no longer blocks its thread: a worker's end is an event there. */
const BLOCK_MS = 200;
const POLL_MS = 2;

/** Looks for a while. Returns whether `done` became true. */
function look(done: () => boolean): boolean {
  for (let i = 0; i < LOOKS; i++) if (done()) return true;
  return false;
}

/** Waits for the command after number `seen`. */
export function awaitCommand(control: Int32Array<SharedArrayBuffer>, seen: number): void {
  const given = () => Atomics.load(control, WORD.commands) !== seen;
  if (look(given)) return;
  while (!given()) Atomics.wait(control, WORD.commands, seen);
}

/** The meetings of one rank with all others. */
export class Barrier {
  readonly #control: Int32Array<SharedArrayBuffer>;
  readonly #ranks: number;
  /** The number of arrivals at which all ranks have reached the meeting. */
  #target = 0;

  constructor(control: Int32Array<SharedArrayBuffer>, ranks: number) {
    this.#control = control;
    this.#ranks = ranks;
  }

  /**
   * Arrives, and blocks until all ranks have.
   *
   * @throws {RankFailed} If another rank has failed, or does not come in time.
   */
  meet(limitMs = Infinity): void {
    if (this.#arrive()) return;
    for (const began = performance.now(); !this.#met();) {
      if (performance.now() - began > limitMs) throw new RankFailed();
      this.#nap();
    }
  }

  /**
   * Like `meet`, but lets events happen if it takes long.
   *
   * @throws {RankFailed} If another rank has failed.
   */
  async meetPatiently(): Promise<void> {
    if (this.#arrive()) return;
    for (const began = performance.now(); !this.#met();) {
      if (performance.now() - began < BLOCK_MS) this.#nap();
      else await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  /** Returns whether all ranks have arrived, after a while. */
  #arrive(): boolean {
    this.#target = (this.#target + this.#ranks) | 0;
    const arrivals = (Atomics.add(this.#control, WORD.arrivals, 1) + 1) | 0;
    if (arrivals === this.#target) Atomics.notify(this.#control, WORD.arrivals);
    return look(() => this.#all(Atomics.load(this.#control, WORD.arrivals)));
  }

  #met(): boolean {
    if (this.#all(Atomics.load(this.#control, WORD.arrivals))) return true;
    if (Atomics.load(this.#control, WORD.failed) !== 0) throw new RankFailed();
    return false;
  }

  #nap(): void {
    const arrivals = Atomics.load(this.#control, WORD.arrivals);
    if (!this.#all(arrivals)) Atomics.wait(this.#control, WORD.arrivals, arrivals, NAP_MS);
  }

  // A difference, because the count begins anew after 2³² arrivals.
  #all(arrivals: number): boolean {
    return ((arrivals - this.#target) | 0) >= 0;
  }
}

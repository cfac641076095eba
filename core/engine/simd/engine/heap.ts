/** Allocates blocks in one WebAssembly memory, which grows as needed. */
import { UserError } from "../../../../dsl/errors.ts";

/** A part of the memory. Every holder frees it once. */
export class Block {
  holders = 1;
  constructor(readonly address: number, readonly bytes: number) {}
}

/** A part of the memory that nobody holds. */
interface Gap {
  address: number;
  bytes: number;
}

const PAGE = 65536;
/** The most that a 32-bit address reaches. */
const MAX_PAGES = 65536;
/** The length of a cache line, so that no vector lies across two. */
const ALIGNMENT = 64;
/** The memory grows by at least this part of itself, because each growth makes all views invalid. */
const GROWTH = 1 / 4;

/** A heap of blocks whose numbers are undefined until they are written. */
export class Heap {
  readonly memory = new WebAssembly.Memory({ initial: 16 });
  /** In the order of their addresses, and never side by side. */
  readonly #gaps: Gap[] = [{ address: ALIGNMENT, bytes: 16 * PAGE - ALIGNMENT }];

  /**
   * Takes the smallest gap in which the bytes fit.
   *
   * @throws {UserError} If the memory cannot grow enough.
   */
  take(bytes: number): Block {
    const size = Math.max(1, Math.ceil(bytes / ALIGNMENT)) * ALIGNMENT;
    let best: Gap | undefined;
    for (const gap of this.#gaps) {
      if (gap.bytes >= size && (!best || gap.bytes < best.bytes)) best = gap;
    }
    const gap = best ?? this.#grown(size);
    const block = new Block(gap.address, size);
    gap.address += size;
    gap.bytes -= size;
    if (gap.bytes === 0) this.#gaps.splice(this.#gaps.indexOf(gap), 1);
    return block;
  }

  /** Frees a block for one of its holders. */
  free(block: Block): void {
    if (--block.holders === 0) this.#release({ address: block.address, bytes: block.bytes });
  }

  /** The bytes that nobody holds. */
  get unused(): number {
    return this.#gaps.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Adds a gap, joined with those beside it. Returns the gap of which it is a part. */
  #release(gap: Gap): Gap {
    const gaps = this.#gaps;
    let [low, high] = [0, gaps.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (gaps[middle]!.address < gap.address) low = middle + 1;
      else high = middle;
    }
    const [before, after] = [gaps[low - 1], gaps[low]];
    const joinsAfter = after?.address === gap.address + gap.bytes;
    if (before && before.address + before.bytes === gap.address) {
      before.bytes += gap.bytes + (joinsAfter ? after.bytes : 0);
      if (joinsAfter) gaps.splice(low, 1);
      return before;
    }
    if (joinsAfter) {
      after.address = gap.address;
      after.bytes += gap.bytes;
      return after;
    }
    gaps.splice(low, 0, gap);
    return gap;
  }

  /** Grows the memory. Returns the gap at its end, which has at least `bytes`. */
  #grown(bytes: number): Gap {
    const end = this.memory.buffer.byteLength;
    const last = this.#gaps.at(-1);
    const there = last && last.address + last.bytes === end ? last.bytes : 0;
    const missing = Math.ceil((bytes - there) / PAGE);
    const pages = Math.max(missing, Math.min(end / PAGE * GROWTH, MAX_PAGES - end / PAGE));
    try {
      this.memory.grow(Math.ceil(pages));
    } catch (cause) {
      const wanted = Math.ceil((end + missing * PAGE) / 2 ** 20);
      throw new UserError(
        `Cannot compute with the engine simd: expected at most 4 GiB of memory, all of it ` +
          `available, found a need for ${wanted} MiB. Make the batch or the images smaller.`,
        { cause },
      );
    }
    return this.#release({ address: end, bytes: this.memory.buffer.byteLength - end });
  }
}

/**
 * The only source of randomness: seeded, passed as an argument, the same on every machine.
 *
 * xoshiro128** 1.1 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2018,
 * https://prng.di.unimi.it/xoshiro128starstar.c), seeded by splitmix32 (the 32-bit finaliser of
 * MurmurHash3 over a Weyl sequence), as its authors advise to seed from a different generator.
 */

/** A stream of random numbers. */
export interface Random {
  /** A number in [0, 1), a multiple of 2⁻³². */
  uniform(): number;
  /** Fills an array with what `uniform` would give, call by call; it takes a quarter of the time. */
  fillUniform(numbers: Float32Array): void;
  /** A standard normal number: mean 0, standard deviation 1. */
  normal(): number;
  /**
   * A whole number in [0, n), all equally likely.
   *
   * @throws {RangeError} If n is no whole number from 1 to 2³².
   */
  below(n: number): number;
  /**
   * A new stream for one purpose. It depends only on this stream's seed and on `label`, not on how
   * many numbers were drawn, so an additional draw in one place changes no number in another.
   */
  fork(label: string): Random;
}

/** The four 32-bit words of a xoshiro128** generator; not all zero. */
export type State = readonly [number, number, number, number];

/**
 * The stream of random numbers for `seed`, any finite number: 1, −1 and 1.5 give different streams.
 *
 * @throws {RangeError} If the seed is not finite.
 *
 * @example
 * ```ts
 * import { seededRandom } from "./random.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(seededRandom(7).uniform(), seededRandom(7).uniform());
 * assertEquals(seededRandom(7).fork("weights").normal(), seededRandom(7).fork("weights").normal());
 * ```
 */
export function seededRandom(seed: number): Random {
  if (!Number.isFinite(seed)) throw new RangeError(`Expected a finite seed, found ${seed}.`);
  const words = new Uint32Array(new Float64Array([seed]).buffer);
  return fromKey([words[0] ?? 0, words[1] ?? 0]);
}

function fromKey(key: readonly number[]): Random {
  const hash = splitmix32(key.reduce((state, word) => splitmix32(state ^ word)(), 0x2545f491));
  const words = Int32Array.of(hash(), hash(), hash(), hash());
  const next = drawsFrom(words);
  const uniform = () => next() / 2 ** 32;
  let spare: number | undefined;
  return {
    uniform,
    fillUniform: (numbers) => fillFrom(words, numbers),
    normal() {
      // Box and Muller (1958); the second number of each pair is kept for the next call.
      if (spare !== undefined) {
        const kept = spare;
        spare = undefined;
        return kept;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - uniform())); // 1 − u lies in (0, 1]
      const angle = 2 * Math.PI * uniform();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
    below(n) {
      if (!Number.isInteger(n) || n < 1 || n > 2 ** 32) {
        throw new RangeError(`Expected a whole number from 1 to 2**32, found ${n}.`);
      }
      // Draws beyond the last full multiple of n are rejected: they would favour small numbers.
      const limit = 2 ** 32 - (2 ** 32 % n);
      let drawn = next();
      while (drawn >= limit) drawn = next();
      return drawn % n;
    },
    fork: (label) =>
      fromKey([...key, label.length, ...Array.from(label, (c) => c.codePointAt(0) ?? 0)]),
  };
}

/** A generator of 32-bit words over `state`. */
export const xoshiro128 = (state: State): () => number => drawsFrom(Int32Array.from(state));

/** Draws words, and advances the state. */
function drawsFrom(state: Int32Array): () => number {
  // In a typed array the words stay plain integers; as variables they become objects, twice as slow.
  const s = state as unknown as [number, number, number, number];
  return () => {
    const b = s[1];
    const c = s[2] ^ s[0];
    const d = s[3] ^ b;
    s[1] = b ^ c;
    s[0] ^= d;
    s[2] = c ^ (b << 9);
    s[3] = rotate(d, 11);
    return Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
  };
}

/** Fills an array with numbers in [0, 1), and advances the state: `drawsFrom` without a call per number. */
function fillFrom(state: Int32Array, numbers: Float32Array): void {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  for (let i = 0; i < numbers.length; i++) {
    numbers[i] = (Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0) / 2 ** 32;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
  }
  state.set([a, b, c, d]);
}

const rotate = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));

/** A generator of 32-bit words that spreads small differences of `seed` over all bits. */
function splitmix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
}

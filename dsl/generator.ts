/** Random numbers for data that depends on a seed alone: random kernels, fixed permutations. */

/**
 * Tommy Ettinger's mulberry32, a small generator with 32 bits of state. Its numbers are uniform in
 * [0, 1), and the same seed always gives the same sequence.
 */
export function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The numbers 0 to n − 1 in an order that depends on the seed (Durstenfeld's form of Fisher and Yates' shuffle, 1964). */
export function permutation(n: number, seed: number): number[] {
  const uniform = mulberry32(seed);
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [order[i], order[j]] = [order[j] ?? j, order[i] ?? i];
  }
  return order;
}

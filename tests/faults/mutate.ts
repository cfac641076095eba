/** Damages files as disks, networks and attackers do, the same way for the same seed. */
import type { Random } from "../../core/base/random.ts";

type Bytes = Uint8Array<ArrayBuffer>;
type Mutation = (bytes: Bytes, random: Random) => Bytes;

const joined = (...parts: readonly Uint8Array[]): Bytes => {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

const noise = (length: number, random: Random): Uint8Array =>
  Uint8Array.from({ length }, () => random.below(256));

/** A place of at most `longest` bytes; nearer to the beginning, where headers are, half of the time. */
function place({ length }: Bytes, random: Random, longest: number): [from: number, to: number] {
  const room = random.below(2) === 0 ? Math.min(length, 128) : length;
  const from = random.below(Math.max(1, room));
  return [from, Math.min(length, from + 1 + random.below(longest))];
}

/** Numbers that lengths and offsets must not be. */
const LENGTHS = [
  0n,
  1n,
  0x7fn,
  0xffn,
  0x7fffn,
  0xffffn,
  0x7fff_ffffn,
  0xffff_ffffn,
  2n ** 53n,
  2n ** 64n - 1n,
];

/** Values that a number or a text in JSON or CSV must not be. */
const TOKENS = [
  ...["-1", "0", "1e9", "1e999", "0.5", "99999999999999999999", "null", "true", "{}", "[]", "NaN"],
  ...['""', '"__proto__"', '"\\u001b[2J\\u202e\\n"', '"\u001b]0;x\u0007\u202e"', "[".repeat(5000)],
  `"${"x".repeat(5000)}"`,
];

const flip: Mutation = (bytes, random) => {
  const damaged = bytes.slice();
  for (let n = 1 + random.below(8); n > 0 && bytes.length > 0; n--) {
    const [at] = place(bytes, random, 1);
    damaged[at] = (damaged[at] ?? 0) ^ (1 << random.below(8));
  }
  return damaged;
};

const truncate: Mutation = (bytes, random) => bytes.slice(0, random.below(bytes.length + 1));

const extend: Mutation = (bytes, random) => joined(bytes, noise(1 + random.below(64), random));

const duplicate: Mutation = (bytes, random) => {
  const [from, to] = place(bytes, random, 256);
  return joined(bytes.subarray(0, to), bytes.subarray(from));
};

const overwriteLength: Mutation = (bytes, random) => {
  const damaged = bytes.slice();
  const width = [1, 2, 4, 8][random.below(4)] ?? 1;
  const [at] = place(bytes, random, 1);
  let value = LENGTHS[random.below(LENGTHS.length)] ?? 0n;
  const digits = Array.from({ length: width }, () => {
    const digit = Number(value & 0xffn);
    value >>= 8n;
    return digit;
  });
  (random.below(2) === 0 ? digits : digits.reverse()).forEach((digit, i) => {
    if (at + i < damaged.length) damaged[at + i] = digit;
  });
  return damaged;
};

const splice: Mutation = (bytes, random) => {
  const [to] = place(bytes, random, 1);
  const [from, end] = place(bytes, random, 512);
  return joined(bytes.subarray(0, to), bytes.subarray(from, end), bytes.subarray(to + end - from));
};

const replaceNoise: Mutation = (bytes, random) => {
  const [from, to] = place(bytes, random, 64);
  return joined(bytes.subarray(0, from), noise(to - from, random), bytes.subarray(to));
};

const replaceToken: Mutation = (bytes, random) => {
  const text = Array.from(bytes.subarray(0, 20_000), (byte) => String.fromCharCode(byte)).join("");
  const tokens = [...text.matchAll(/"[^"\n]*"|-?\d+(?:\.\d+)?/g)];
  const token = tokens[random.below(Math.max(1, tokens.length))];
  if (!token) return flip(bytes, random);
  const value = new TextEncoder().encode(TOKENS[random.below(TOKENS.length)] ?? "");
  return joined(
    bytes.subarray(0, token.index),
    value,
    bytes.subarray(token.index + token[0].length),
  );
};

const MUTATIONS: readonly Mutation[] = [
  ...[flip, truncate, extend, duplicate, overwriteLength, splice, replaceNoise, replaceToken],
];

/** A damaged copy of the bytes: one mutation, or up to three. */
export function mutate(bytes: Bytes, random: Random): Bytes {
  let damaged = bytes;
  for (let n = 1 + random.below(3); n > 0; n--) {
    damaged = MUTATIONS[random.below(MUTATIONS.length)]?.(damaged, random) ?? damaged;
  }
  return damaged;
}

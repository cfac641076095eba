/**
 * A small assembler for WebAssembly functions on one imported memory. Code is written as nested
 * calls, each of which returns the bytes of its instructions. An expression leaves its value on
 * WebAssembly's stack.
 *
 * @see https://webassembly.github.io/spec/core/binary/instructions.html
 */

/** The bytes of some instructions. */
export type Code = readonly number[];

/** The types of local variables, with their numbers in the specification. */
export const valueTypes = { i32: 0x7f, v128: 0x7b } as const;
export type ValueType = keyof typeof valueTypes;

/** An unsigned integer in LEB128: seven bits per byte, the lowest first. */
export function unsigned(n: number): number[] {
  const bytes: number[] = [];
  for (; n >= 0x80; n = Math.floor(n / 0x80)) bytes.push(n % 0x80 + 0x80);
  return [...bytes, n];
}

/** A signed 32-bit integer in LEB128. */
export function signed(n: number): number[] {
  const bytes: number[] = [];
  for (; n < -0x40 || n > 0x3f; n >>= 7) bytes.push((n & 0x7f) | 0x80);
  return [...bytes, n & 0x7f];
}

const operator = (...opcode: number[]) => (...operands: Code[]): Code => [
  ...operands.flat(),
  ...opcode,
];
const vector = (opcode: number) => operator(0xfd, ...unsigned(opcode));

/** 32-bit integers: addresses, in bytes, and counters. */
export const i32 = {
  of: (n: number): Code => [0x41, ...signed(n)],
  add: operator(0x6a),
  sub: operator(0x6b),
  mul: operator(0x6c),
  and: operator(0x71),
  /** Shifted right by a number of bits, with zeros from the left: divided by a power of two. */
  shiftRight: operator(0x76),
  /** The integer at an address. */
  load: operator(0x28, 2, 0),
} as const;

/** How many floats a load or store moves: four, or one at the end of a row. A load of one adds three zeros. */
export type Lanes = 4 | 1;

/** The opcodes that store all four floats, the first two, or the first. */
const stores = { 4: [0x0b], 2: [0x5b], 1: [0x5a] } as const;

/** Vectors of four 32-bit floats. */
export const f32x4 = {
  /** The floats `ahead` bytes after an address. */
  load: (address: Code, lanes: Lanes, ahead = 0): Code => [
    ...address,
    0xfd,
    // v128.load or v128.load32_zero.
    ...(lanes === 4 ? [0x00] : [0x5c]),
    2,
    ...unsigned(ahead),
  ],
  /** The float `ahead` bytes after an address, in all four lanes. */
  spread: (address: Code, ahead = 0): Code => [...address, 0xfd, 0x09, 2, ...unsigned(ahead)],
  /** v128.store, or v128.store64_lane or store32_lane of lane 0. */
  store: (address: Code, value: Code, lanes: Lanes | 2, ahead = 0): Code => [
    ...address,
    ...value,
    0xfd,
    ...[...stores[lanes], 2, ...unsigned(ahead), ...(lanes === 4 ? [] : [0])],
  ],
  /** A constant, in all four lanes. */
  of: (n: number): Code => [
    0xfd,
    0x0c,
    ...new Uint8Array(Float32Array.of(n, n, n, n).buffer),
  ],
  add: vector(0xe4),
  sub: vector(0xe5),
  mul: vector(0xe6),
  div: vector(0xe7),
  min: vector(0xe8),
  max: vector(0xe9),
  sqrt: vector(0xe3),
  /** Four of the eight floats of a and b, by their numbers: 0 to 3 are those of a. */
  shuffle: (a: Code, b: Code, floats: readonly [number, number, number, number]): Code => [
    ...a,
    ...b,
    ...[0xfd, 0x0d],
    ...floats.flatMap((n) => [4 * n, 4 * n + 1, 4 * n + 2, 4 * n + 3]),
  ],
  /** All bits of a lane set where a = b, else none. */
  equal: vector(0x41),
  /** All bits of a lane set where a > b, else none. */
  greater: vector(0x44),
  /** a·b + c, rounded once if the processor can. */
  relaxedMultiplyAdd: vector(0x105),
} as const;

/** a·b + c on vectors. */
export type MultiplyAdd = (a: Code, b: Code, c: Code) => Code;

/** Operations on the bits of vectors of any type. */
export const bits = {
  and: vector(0x4e),
  /** The bits of a that are not set in b. */
  andNot: vector(0x4f),
  or: vector(0x50),
} as const;

/** Vectors of two 64-bit floats. */
export const f64x2 = {
  add: vector(0xf0),
  zero: [0xfd, 0x0c, ...new Array<number>(16).fill(0)] as Code,
  /** The two 32-bit floats `ahead` bytes after an address, converted. */
  fromPair: (address: Code, ahead = 0): Code => [
    ...address,
    ...[0xfd, 0x5d, 2, ...unsigned(ahead)],
    ...[0xfd, 0x5f],
  ],
  /** The first two of four 32-bit floats, converted. */
  widen: vector(0x5f),
  /** Converted to 32-bit floats, in lanes 0 and 1. */
  narrow: vector(0x5e),
} as const;

/** A local variable or parameter. */
export interface Local {
  readonly get: Code;
  set(value: Code): Code;
  /** Adds a number to an i32. */
  advance(by: Code): Code;
}

/** One function under construction. Declare the parameters first, then the locals, then emit the code. */
export class Routine {
  readonly #parameters: ValueType[] = [];
  readonly #locals: ValueType[] = [];
  #code: number[] = [];
  constructor(readonly name: string) {}

  /** Declares the next parameter, an i32. */
  parameter(): Local {
    this.#parameters.push("i32");
    return this.#at(this.#parameters.length - 1);
  }
  /** Declares a local variable. */
  local(type: ValueType): Local {
    this.#locals.push(type);
    return this.#at(this.#parameters.length + this.#locals.length - 1);
  }
  #at(index: number): Local {
    const get = [0x20, ...unsigned(index)];
    const set = (value: Code) => [...value, 0x21, ...unsigned(index)];
    return { get, set, advance: (by) => set(i32.add(get, by)) };
  }
  /** Appends instructions. */
  emit(...code: Code[]): void {
    this.#code = this.#code.concat(...code);
  }
  /** The instructions of a loop that runs `body` as often as the i32 `times`, which may be 0. */
  repeat(times: Code, ...body: Code[]): Code {
    const left = this.local("i32");
    const [block, loop, end, empty] = [0x02, 0x03, 0x0b, 0x40];
    return [
      ...left.set(times),
      ...[block, empty, ...left.get, 0x45, 0x0d, 0],
      ...[loop, empty],
      ...body.flat(),
      ...left.advance(i32.of(-1)),
      // Repeat while `left` is not 0.
      ...[...left.get, 0x0d, 0, end, end],
    ];
  }
  /** The bytes of the function's type and of its body. */
  assemble(): { readonly type: Code; readonly body: Code } {
    const parameters = this.#parameters.map((type) => valueTypes[type]);
    const locals = this.#locals.flatMap((type) => [1, valueTypes[type]]);
    const body = [...unsigned(this.#locals.length), ...locals, ...this.#code, 0x0b];
    return {
      type: [0x60, ...unsigned(parameters.length), ...parameters, 0],
      body: [...unsigned(body.length), ...body],
    };
  }
}

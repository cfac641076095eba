/** Our own WebAssembly routines on numbers that can be checked by hand. */
import { assert, assertEquals } from "@std/assert";
import { f32x4, Routine, signed, unsigned } from "../../core/engine/simd/assembler.ts";
import { transposeBlocks } from "../../core/engine/simd/copies.ts";
import { arithmetic, formName, pass, type PassForm } from "../../core/engine/simd/elementwise.ts";
import { assemble, hasFused, link, multiplyAdd } from "../../core/engine/simd/module.ts";
import { panelsOf, tilesOf } from "../../core/engine/simd/product.ts";
import { columnSums, sumsName } from "../../core/engine/simd/sums.ts";
import { type LeftRows, tile, tileName } from "../../core/engine/simd/tile.ts";

/** A page of memory, with functions to write and read its numbers from a byte on. */
function page() {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const write = (at: number, numbers: readonly number[]) =>
    new Float32Array(memory.buffer).set(numbers, at / 4);
  const read = (at: number, count: number) => [...new Float32Array(memory.buffer, at, count)];
  return { memory, write, read };
}

Deno.test("unsigned() writes seven bits per byte, the lowest first", () => {
  // The specification's own example is 624485.
  assertEquals(unsigned(624485), [0xe5, 0x8e, 0x26]);
  assertEquals(unsigned(0), [0]);
  assertEquals(unsigned(128), [0x80, 1]);
});

Deno.test("signed() keeps the sign", () => {
  assertEquals(signed(-123456), [0xc0, 0xbb, 0x78]);
  assertEquals(signed(63), [0x3f]);
  assertEquals(signed(64), [0xc0, 0]);
  assertEquals(signed(-1), [0x7f]);
});

Deno.test("repeat() runs its body as often as its parameter, which may be 0", () => {
  const { memory, write, read } = page();
  const routine = new Routine("count");
  const times = routine.parameter();
  const at = routine.parameter();
  const sum = f32x4.add(f32x4.load(at.get, 1), f32x4.of(1));
  routine.emit(routine.repeat(times.get, f32x4.store(at.get, sum, 1)));
  const count = link([routine], memory).get("count")!;
  write(16, [5]);
  count(0, 16);
  assertEquals(read(16, 1), [5]);
  count(3, 16);
  assertEquals(read(16, 2), [8, 0]);
});

Deno.test("panelsOf() cuts 13 columns into 8, 4 and 1", () => {
  assertEquals(panelsOf(13), [
    { at: 0, columns: 8, count: 1 },
    { at: 8, columns: 4, count: 1 },
    { at: 12, columns: 1, count: 1 },
  ]);
  assertEquals(panelsOf(16), [{ at: 0, columns: 8, count: 2 }]);
});

Deno.test("tilesOf() cuts rows into tiles of almost one height", () => {
  assertEquals(tilesOf(13, 6), [{ height: 5, count: 1 }, { height: 4, count: 2 }]);
  assertEquals(tilesOf(12, 6), [{ height: 6, count: 2 }]);
  assertEquals(tilesOf(3, 5), [{ height: 3, count: 1 }]);
  assertEquals(tilesOf(0, 6), []);
});

for (const fused of [hasFused(), false]) {
  const way = fused ? "one instruction" : "multiplying and adding";
  const panel = { columns: 4, lanes: [4] } as const;
  /** Panels of the right side: 1 2 3 4 over 10 20 30 40, and 5 6 7 8 over 50 60 70 80. */
  const prepared = (left: LeftRows) => {
    const { memory, write, read } = page();
    const run = link([tile(left, 2, panel, multiplyAdd(fused))], memory).get(tileName(left, 2, 4))!;
    write(2048, [1, 2, 3, 4, 10, 20, 30, 40, 5, 6, 7, 8, 50, 60, 70, 80]);
    write(4096, [0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25]);
    return { memory, write, read, run };
  };
  Deno.test(`tile() multiplies rows that lie anywhere, by ${way}`, () => {
    const { memory, write, read, run } = prepared("anywhere");
    // The rows 1 2 and 3 4, the second one first in memory.
    write(1024, [3, 4, 1, 2]);
    new Int32Array(memory.buffer).set([8, 0], 512 / 4);
    run(1, 0, 0, 0, 0, 2, 32, 1, 512, 1024, 1, 0, 2, 2048, 16, 4096, 0, 8192, 32);
    const [first, second] = [[21.5, 42.5, 63.5, 84.5], [105.25, 126.25, 147.25, 168.25]];
    const [third, fourth] = [[43.5, 86.5, 129.5, 172.5], [215.25, 258.25, 301.25, 344.25]];
    assertEquals(read(8192, 16), [first, second, third, fourth].flat());
  });
  Deno.test(`tile() multiplies rows that lie abreast, by ${way}`, () => {
    const { write, read, run } = prepared("abreast");
    // The rows 1 2 and 3 4, with 12 bytes from number to number; each number is a run of its own.
    write(1024, [1, 3, 0, 2, 4]);
    run(1, 0, 0, 0, 0, 1, 0, 1, 0, 1024, 2, 12, 1, 2048, 16, 4096, 0, 8192, 16);
    assertEquals(read(8192, 8), [21.5, 42.5, 63.5, 84.5, 43.5, 86.5, 129.5, 172.5]);
  });
  Deno.test(`tile() computes products whose matrices lie at equal distances, by ${way}`, () => {
    const { write, read, run } = prepared("abreast");
    // Rows of one number: 2 and 3 times 1 2 3 4, then 5 and 6 times 5 6 7 8, plus ½ and ¼.
    write(1024, [2, 3, 5, 6]);
    run(2, 8, 32, 16, 64, 1, 0, 1, 0, 1024, 1, 0, 1, 2048, 16, 4096, 0, 8192, 16);
    assertEquals(read(8192, 8), [2.5, 4.5, 6.5, 8.5, 3.5, 6.5, 9.5, 12.5]);
    assertEquals(read(8256, 8), [25.25, 30.25, 35.25, 40.25, 30.25, 36.25, 42.25, 48.25]);
  });
  Deno.test(`tile() adds up long rows, by ${way}`, () => {
    const { memory, write, read, run } = prepared("anywhere");
    // 1 + 2 + … + 19: two rounds of eight products, and three more.
    write(1024, Array.from({ length: 19 }, (_, i) => i + 1));
    new Int32Array(memory.buffer).set([0, 0], 512 / 4);
    run(1, 0, 0, 0, 0, 1, 0, 1, 512, 1024, 1, 0, 19, 4096, 0, 8192, 0, 8192, 16);
    assertEquals(read(8192, 8), new Array(8).fill(95));
  });
}

Deno.test("transposeBlocks() exchanges the rows and columns of four rows", () => {
  const { memory, write, read } = page();
  const run = link([transposeBlocks()], memory).get("transposeBlocks")!;
  // Row j holds 10·j + i, in rows of nine numbers of which eight are transposed.
  write(1024, Array.from({ length: 36 }, (_, n) => 10 * Math.floor(n / 9) + n % 9));
  run(2, 1024, 36, 4096, 20);
  const expected = Array.from({ length: 8 }, (_, i) => [i, 10 + i, 20 + i, 30 + i, 0]).flat();
  assertEquals(read(4096, 40), expected);
});

Deno.test("columnSums() adds in double precision", () => {
  const { memory, write, read } = page();
  const run = link([columnSums(1)], memory).get(sumsName(1))!;
  // In single precision 1 + 2⁻²⁵ is 1, each time.
  write(1024, [1, ...Array.from({ length: 4 }, () => 2 ** -25)]);
  run(5, 1024, 4, 2048);
  assertEquals(read(2048, 1), [1 + 2 ** -23]);
});

Deno.test("pass() computes a chain on quads and the rest", () => {
  const { memory, write, read } = page();
  // (x + y) · s with a single number s. Both the sum and the product are stored.
  const form: PassForm = {
    scalars: [false, false, true],
    operations: [{ name: "add", operands: [0, 1] }, { name: "mul", operands: [3, 2] }],
    results: [3, 4],
  };
  const run = link([pass(form)], memory).get(formName(form))!;
  write(1024, [1, 2, 3, 4, 5, 6]);
  write(2048, [10, 20, 30, 40, 50, 60]);
  write(4096, [0.5]);
  run(1, 2, 1024, 2048, 4096, 8192, 12288);
  assertEquals(read(8192, 7), [11, 22, 33, 44, 55, 66, 0]);
  assertEquals(read(12288, 7), [5.5, 11, 16.5, 22, 27.5, 33, 0]);
});

Deno.test("arithmetic has routines that every runtime with vectors takes", () => {
  const binary = new Set(["add", "sub", "mul", "div", "maximum", "minimum", "greater"]);
  const routines = Object.keys(arithmetic).map((name) =>
    pass({
      scalars: binary.has(name) ? [false, true] : [false],
      operations: [{ name, operands: binary.has(name) ? [0, 1] : [0] }],
      results: [binary.has(name) ? 2 : 1],
    })
  );
  assert(WebAssembly.validate(assemble(routines)));
});

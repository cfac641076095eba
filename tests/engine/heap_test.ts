/** The heap of the engine `simd`: where its blocks lie, and when they are used again. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { UserError } from "../../dsl/errors.ts";
import { Heap } from "../../core/engine/simd/engine/heap.ts";
import { seededRandom } from "../../core/base/random.ts";

Deno.test("Heap.take() gives blocks that begin at a cache line and do not overlap", () => {
  const heap = new Heap();
  const [a, b] = [heap.take(1), heap.take(65)];
  assertEquals([a.bytes, b.bytes], [64, 128]);
  assertEquals([a.address % 64, b.address], [0, a.address + 64]);
});

Deno.test("Heap.free() gives the memory back once all holders have freed the block", () => {
  const heap = new Heap();
  const before = heap.unused;
  const block = heap.take(100);
  block.holders++;
  heap.free(block);
  assertEquals(heap.unused, before - 128);
  heap.free(block);
  assertEquals(heap.unused, before);
});

Deno.test("Heap.free() joins neighbours, so that a larger block fits in their place", () => {
  const heap = new Heap();
  const [a, b, c, end] = [heap.take(64), heap.take(64), heap.take(64), heap.take(64)];
  // The middle one last, so that it joins with both.
  heap.free(a);
  heap.free(c);
  heap.free(b);
  assertEquals(heap.take(192).address, a.address);
  assert(heap.take(64).address > end.address);
});

Deno.test("Heap.take() grows the memory, and keeps what is in it", () => {
  const heap = new Heap();
  const small = heap.take(4);
  new Float32Array(heap.memory.buffer, small.address, 1)[0] = 7;
  const large = heap.take(2 ** 23);
  assert(large.address + large.bytes <= heap.memory.buffer.byteLength);
  assertEquals(new Float32Array(heap.memory.buffer, small.address, 1)[0], 7);
});

Deno.test("Heap has no block twice, and all memory back, after 2,000 random steps", () => {
  const heap = new Heap();
  const random = seededRandom(5);
  let held: ReturnType<Heap["take"]>[] = [];
  for (let step = 0; step < 2000; step++) {
    if (held.length > 0 && random.below(2) === 0) {
      const [block] = held.splice(random.below(held.length), 1);
      heap.free(block!);
    } else held.push(heap.take(1 + random.below(50_000)));
    held = held.sort((a, b) => a.address - b.address);
    const after = held.slice(1);
    assert(after.every((b, i) => b.address >= held[i]!.address + held[i]!.bytes));
  }
  held.forEach((block) => heap.free(block));
  assertEquals(heap.unused, heap.memory.buffer.byteLength - 64);
});

Deno.test("Heap.take() says what to do when there is no more memory", () => {
  assertThrows(
    () => new Heap().take(5 * 2 ** 30),
    UserError,
    "Cannot compute with the engine simd: expected at most 4 GiB of memory, all of it available, " +
      "found a need for 5121 MiB. Make the batch or the images smaller.",
  );
});

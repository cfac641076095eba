/** The routines behind pooling, on numbers that can be checked by hand. */
import { assertEquals } from "@std/assert";
import { link } from "../../core/engine/simd/module.ts";
import { reduceWindows, windowName } from "../../core/engine/simd/windows.ts";

for (
  const [kind, scale, expected] of [
    // Pixels 1 and 2 of both rows; then pixels 2 and 3. Channels count 10 apart.
    ["max", 1, [5, 15, 25, 35, 45, 6, 16, 26, 36, 46]],
    ["sum", 0.25, [3, 13, 23, 33, 43, 4, 14, 24, 34, 44]],
  ] as const
) {
  Deno.test(`reduceWindows() computes the ${kind} of five channels`, () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const floats = new Float32Array(memory.buffer);
    const run = link([reduceWindows(kind)], memory).get(windowName(kind))!;
    // Two rows of three pixels of five channels: 1 2 3 and 4 5 6 in channel 0.
    for (let pixel = 0; pixel < 6; pixel++) {
      for (let k = 0; k < 5; k++) floats[256 + 5 * pixel + k] = 1 + pixel + 10 * k;
    }
    floats[8] = scale;
    const [row, pixel] = [60, 20];
    run(2, pixel, 2, row, 2, pixel, 1, 1, 1024, 32, 4096);
    assertEquals([...floats.subarray(1024, 1034)], [...expected]);
  });
}

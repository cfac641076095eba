import { assert, assertEquals, assertLess, assertThrows } from "@std/assert";
import { decodeImage } from "../../core/data/image.ts";
import { encodePng } from "../../core/base/png.ts";

for (const channels of [1, 2, 3, 4]) {
  Deno.test(`encodePng() keeps every byte of ${channels} channels`, async () => {
    const [height, width] = [7, 5];
    const data = Uint8Array.from(
      { length: height * width * channels },
      (_, i) => (i * 37 + (i >> 3) * 11) % 256,
    );
    // Decoders may change the colours of a pixel that is invisible (alpha 0).
    if (channels % 2 === 0) {
      for (let i = channels - 1; i < data.length; i += channels) data[i] ||= 1;
    }
    const image = await decodeImage(encodePng(height, width, channels, data), "x");
    assertEquals(image, { height, width, channels, data });
  });
}

Deno.test("encodePng() writes a single pixel", async () => {
  const { data } = await decodeImage(encodePng(1, 1, 3, new Uint8Array([10, 20, 30])), "x");
  assertEquals([...data], [10, 20, 30]);
});

Deno.test("encodePng() gives the same bytes for the same image", () => {
  const data = new Uint8ClampedArray([1, 2, 3, 4]);
  assertEquals(encodePng(2, 2, 1, data), encodePng(2, 2, 1, new Uint8Array(data)));
});

Deno.test("encodePng() compresses a smooth image to its differences", () => {
  const ramp = Uint8Array.from({ length: 100 * 100 }, (_, i) => (Math.floor(i / 100) + i) % 256);
  assertLess(encodePng(100, 100, 1, ramp).length, 600);
});

Deno.test("encodePng() ends with a whole IEND chunk, checksum included", () => {
  const end = encodePng(1, 1, 1, new Uint8Array(1)).slice(-12);
  assertEquals([...end], [0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]);
});

Deno.test("encodePng() refuses sizes that do not fit the data", () => {
  const wrong: [number, number, number, number, string][] = [
    [1, 1, 5, 5, "Expected 1 to 4 channels, found 5."],
    [0, 1, 1, 0, "Expected an image of at least 1x1, found 0x1."],
    [1, 1.5, 2, 3, "Expected an image of at least 1x1, found 1x1.5."],
    [2, 2, 3, 11, "Expected 12 bytes, found 11."],
  ];
  for (const [height, width, channels, length, message] of wrong) {
    const error = assertThrows(
      () => encodePng(height, width, channels, new Uint8Array(length)),
      RangeError,
    );
    assert(error.message === message, error.message);
  }
});

Deno.test("encodePng() writes indices into a palette in fewer bytes than colours", async () => {
  const palette = Uint8Array.from({ length: 768 }, (_, i) => (i * 7) % 256);
  let state = 1;
  const noise = () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) >>> 24;
  const places = Uint8Array.from({ length: 64 * 64 }, noise);
  const colours = Uint8Array.from(
    { length: places.length * 3 },
    (_, i) => palette[(places[Math.floor(i / 3)] ?? 0) * 3 + i % 3] ?? 0,
  );
  const png = encodePng(64, 64, 1, places, palette);
  const { channels, data } = await decodeImage(png, "x");
  assertEquals([channels, data], [3, colours]);
  assertLess(png.length, encodePng(64, 64, 3, colours).length);
  assertEquals(
    assertThrows(() => encodePng(1, 1, 3, new Uint8Array(3), palette), RangeError).message,
    "Expected 1 channel and a palette of 768 bytes, found 3 and 768.",
  );
});

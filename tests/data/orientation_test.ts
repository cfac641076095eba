import { assertEquals } from "@std/assert";
import { decodeImage } from "../../core/data/image.ts";
import { orientation } from "../../core/data/images/exif.ts";
import { pngFile } from "./png_file.ts";

/** EXIF data whose only entry is the orientation. */
const exif = (value: number, little = true, type = 3): Uint8Array => {
  const view = new DataView(new ArrayBuffer(26));
  view.setUint16(0, little ? 0x4949 : 0x4d4d);
  view.setUint16(2, 42, little);
  view.setUint32(4, 8, little);
  view.setUint16(8, 1, little);
  view.setUint16(10, 0x0112, little);
  view.setUint16(12, type, little);
  view.setUint32(14, 1, little);
  view.setUint16(18, value, little);
  return new Uint8Array(view.buffer);
};

/** How 1 2 3 / 4 5 6 is shown (Exif 3.0, 4.6.5.1, figure of the orientations). */
const SHOWN = [
  [[1, 2, 3], [4, 5, 6]],
  [[3, 2, 1], [6, 5, 4]],
  [[6, 5, 4], [3, 2, 1]],
  [[4, 5, 6], [1, 2, 3]],
  [[1, 4], [2, 5], [3, 6]],
  [[4, 1], [5, 2], [6, 3]],
  [[6, 3], [5, 2], [4, 1]],
  [[3, 6], [2, 5], [1, 4]],
];

Deno.test("decodeImage() shows each of the eight EXIF orientations upright", async () => {
  for (const [i, rows] of SHOWN.entries()) {
    for (const little of [true, false]) {
      const file = pngFile({
        height: 2,
        width: 3,
        colourType: 4,
        depth: 8,
        values: [1, 2, 3, 4, 5, 6].flatMap((value) => [value, 10 * value]),
        before: [{ type: "eXIf", contents: exif(i + 1, little) }],
      });
      const image = await decodeImage(file, "x");
      assertEquals([image.height, image.width], [rows.length, rows[0]?.length]);
      assertEquals([...image.data], rows.flat().flatMap((value) => [value, 10 * value]));
    }
  }
});

Deno.test("orientation() is 1 where EXIF data is damaged or states none", () => {
  const right = exif(6);
  assertEquals(orientation(right), 6);
  for (let length = 0; length < 22; length++) assertEquals(orientation(right.slice(0, length)), 1);
  for (const value of [0, 9, 65535]) assertEquals(orientation(exif(value)), 1);
  assertEquals(orientation(exif(6, true, 4)), 1);
  assertEquals(orientation(right.with(4, 255).with(7, 255)), 1);
  assertEquals(orientation(right.with(0, 0)), 1);
  assertEquals(orientation(right.with(10, 0)), 1);
});

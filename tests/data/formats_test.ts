import { assertEquals, assertRejects } from "@std/assert";
import { decodeImage } from "../../core/data/image.ts";
import { UserError } from "../../dsl/errors.ts";

const CONVERT = "Convert it to PNG or JPEG, for instance with GIMP or ImageMagick";
const SVG = "an SVG drawing. Export it as PNG, for instance with Inkscape";
const UNPACK = "Unpack it and give a PNG or JPEG image of it";

/** The beginnings of files (text, with escapes for other bytes), and what they are. */
const OTHERS: readonly [string, string][] = [
  ["RIFF\x24\0\0\0WEBPVP8 ", `a WebP image. ${CONVERT}`],
  ["GIF89a\x01\0\x01\0", `a GIF image. ${CONVERT}`],
  ["BM\x46\0\0\0\0\0\0\0\x36\0\0\0", `a BMP image. ${CONVERT}`],
  ["II*\0\x08\0\0\0", `a TIFF image. ${CONVERT}`],
  ["MM\0*\0\0\0\x08", `a TIFF image. ${CONVERT}`],
  ["II+\0\x08\0\0\0", `a TIFF image. ${CONVERT}`],
  ["\0\0\0\x20ftypavif", `an AVIF image. ${CONVERT}`],
  ["\0\0\0\x20ftypavis", `an AVIF image. ${CONVERT}`],
  ["\0\0\0\x18ftypheic", `a HEIC image. ${CONVERT}`],
  ["\0\0\0\x18ftypheix", `a HEIC image. ${CONVERT}`],
  ["\0\0\0\x18ftypmif1", `a HEIC image. ${CONVERT}`],
  ["\xff\x0a\xfa\x1f", `a JPEG XL image. ${CONVERT}`],
  ["\0\0\0\x0cJXL \r\n\x87\n", `a JPEG XL image. ${CONVERT}`],
  ["\0\0\0\x0cjP  \r\n\x87\n", `a JPEG 2000 image. ${CONVERT}`],
  ["\xff\x4f\xff\x51", `a JPEG 2000 image. ${CONVERT}`],
  ["\0\0\x01\0\x01\0", `an icon (ICO). ${CONVERT}`],
  ["8BPS\0\x01", `a Photoshop document. ${CONVERT}`],
  ["%PDF-1.7\n", "a PDF document. Export its page or picture as PNG"],
  ["PK\x03\x04", `a zip archive. ${UNPACK}`],
  ["\x1f\x8b\x08", `a gzip archive. ${UNPACK}`],
  ["<svg xmlns='http://www.w3.org/2000/svg'/>", SVG],
  ["\xef\xbb\xbf<?xml version='1.0'?>\n<!-- drawn -->\n<svg>", SVG],
  ["<!DOCTYPE html><html>404</html>", "a web page (HTML). Download the image itself"],
  ["BMW is a car", "a file that begins with 42 4d 57 20. Give a PNG or JPEG image"],
  ["", "an empty file. Give a PNG or JPEG image"],
];

Deno.test("decodeImage() names other formats by their first bytes, with what to do", async () => {
  for (const [start, found] of OTHERS) {
    const file = Uint8Array.from(start, (c) => c.charCodeAt(0));
    const error = await assertRejects(() => decodeImage(file, "cat.png"), UserError);
    assertEquals(
      error.message,
      `Cannot read the image cat.png: expected a PNG or JPEG image, found ${found}.`,
    );
  }
});

import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { type DecodedImage, decodeImage, readImage } from "../../core/data/image.ts";
import { encodePng } from "../../core/base/png.ts";
import { UserError } from "../../dsl/errors.ts";
import * as pillow from "./pillow_images.ts";
import { withFolder } from "./server.ts";

const shape = ({ height, width, channels }: DecodedImage) => [height, width, channels];
const PNG = encodePng(2, 3, 1, new Uint8Array([0, 50, 100, 150, 200, 250]));

Deno.test("decodeImage() gives a palette's colours as RGB", async () => {
  const image = await decodeImage(pillow.palette(), "x");
  assertEquals(shape(image), [1, 2, 3]);
  assertEquals([...image.data], [255, 0, 0, 0, 0, 255]);
});

Deno.test("decodeImage() gives a palette with transparency as RGB and alpha", async () => {
  const image = await decodeImage(pillow.paletteAlpha(), "x");
  assertEquals(shape(image), [1, 2, 4]);
  assertEquals([...image.data], [255, 0, 0, 255, 0, 0, 255, 0]);
});

Deno.test("decodeImage() widens one bit to a byte", async () => {
  assertEquals([...(await decodeImage(pillow.bits(), "x")).data], [255, 0, 255]);
});

Deno.test("decodeImage() takes the upper byte of sixteen bits", async () => {
  assertEquals([...(await decodeImage(pillow.grey16(), "x")).data], [0, 255, 128]);
});

Deno.test("decodeImage() reads a grey JPEG as one channel", async () => {
  const image = await decodeImage(pillow.jpegGrey(), "x");
  assertEquals(shape(image), [8, 16, 1]);
  for (const pixel of image.data) assertAlmostEquals(pixel, 77, 1);
});

for (
  const [kind, file] of [["baseline", pillow.jpegRgb()], [
    "progressive",
    pillow.jpegProgressive(),
  ]] as const
) {
  Deno.test(`decodeImage() reads a ${kind} JPEG as RGB`, async () => {
    const image = await decodeImage(file, "x");
    assertEquals(shape(image), [8, 16, 3]);
    for (let i = 0; i < image.data.length; i++) {
      assertAlmostEquals(image.data[i] ?? 0, [200, 100, 50][i % 3] ?? 0, 3);
    }
  });
}

Deno.test("readImage() recognises the format by a file's content, not by its name", () =>
  withFolder(async (folder) => {
    await Deno.writeFile(`${folder}/photo.jpg`, PNG);
    assertEquals(shape(await readImage(`${folder}/photo.jpg`)), [2, 3, 1]);
  }));

Deno.test("readImage() refuses a file that is missing or a folder", async () => {
  const message = async (path: string) =>
    (await assertRejects(() => readImage(path), UserError)).message;
  assertEquals(
    await message("/nowhere/x.png"),
    "Cannot read /nowhere/x.png: there is no such file. Check the path.",
  );
  assertEquals(await message("/"), "Cannot read /: it is a folder. Give a file.");
});

/** The PNG with some bytes replaced; its checksums are unchanged. */
const patched = (at: number, ...values: number[]): Uint8Array<ArrayBuffer> => {
  const copy = PNG.slice();
  copy.set(values, at);
  return copy;
};

const TRUNCATED = "The file is truncated; save or download it again";
const GIVE_IMAGE = "Give a PNG or JPEG image";
const MALFORMED: readonly [string, Uint8Array, string][] = [
  [
    "an empty file",
    new Uint8Array(),
    `expected a PNG or JPEG image, found an empty file. ${GIVE_IMAGE}`,
  ],
  [
    "garbage",
    new TextEncoder().encode("GIF89a"),
    `expected a PNG or JPEG image, found a file that begins with 47 49 46 38. ${GIVE_IMAGE}`,
  ],
  ["a PNG cut in its pixels", PNG.slice(0, 45), `its chunk IDAT is cut off. ${TRUNCATED}`],
  ["a PNG without its end", PNG.slice(0, -12), `its last chunk is missing. ${TRUNCATED}`],
  ["a PNG signature alone", PNG.slice(0, 8), `its last chunk is missing. ${TRUNCATED}`],
  [
    "a PNG that begins with another chunk",
    patched(12, 0x49, 0x44, 0x41, 0x54),
    "expected the chunk IHDR first, found IDAT. Save the image again",
  ],
  [
    "an unknown colour type",
    patched(25, 5),
    "expected a PNG colour type of 0, 2, 3, 4 or 6, found 5. Save the image again",
  ],
  [
    "a PNG of no pixels",
    patched(16, 0, 0, 0, 0),
    "expected at least one pixel, found 2x0. Save the image again",
  ],
  [
    "a PNG that claims to be huge",
    patched(16, 0, 1, 0, 0, 0, 1, 0, 0),
    "expected at most 67,108,864 pixels, found 65536x65536. Make it smaller",
  ],
  [
    "damaged pixels",
    patched(45, 1, 2, 3, 4),
    "its PNG data is damaged. Save or download the image again",
  ],
  [
    "a JPEG without its end",
    pillow.jpegRgb().slice(0, -2),
    `its end marker is missing. ${TRUNCATED}`,
  ],
  ["a JPEG cut in its tables", pillow.jpegRgb().slice(0, 60), `a segment is cut off. ${TRUNCATED}`],
  [
    "a JPEG signature alone",
    new Uint8Array([0xff, 0xd8]),
    `its frame header is missing. ${TRUNCATED}`,
  ],
  [
    "a JPEG of noise",
    new Uint8Array([0xff, 0xd8, 1, 2, 3, 4, 5, 6]),
    "its JPEG segments are damaged. Save or download the image again",
  ],
  [
    "a JPEG in four inks",
    pillow.jpegCmyk(),
    "expected a JPEG of 1 or 3 components, found 4. Save it as RGB",
  ],
];

for (const [what, file, problem] of MALFORMED) {
  Deno.test(`decodeImage() refuses ${what}`, async () => {
    const error = await assertRejects(() => decodeImage(file, "cat.png"), UserError);
    assertEquals(error.message, `Cannot read the image cat.png: ${problem}.`);
  });
}

Deno.test("decodeImage() reads an image after a damaged one", async () => {
  await assertRejects(() => decodeImage(patched(45, 1, 2, 3, 4), "x"), UserError);
  assertEquals([...(await decodeImage(PNG, "x")).data], [0, 50, 100, 150, 200, 250]);
});

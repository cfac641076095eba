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
const AGAIN = "Save or download the image again";
const MALFORMED: readonly [string, Uint8Array<ArrayBuffer>, string][] = [
  ["a PNG cut in its pixels", PNG.slice(0, 45), `its chunk IDAT is cut off. ${TRUNCATED}`],
  ["a PNG without its end", PNG.slice(0, -12), `its last chunk is missing. ${TRUNCATED}`],
  ["a PNG signature alone", PNG.slice(0, 8), `its last chunk is missing. ${TRUNCATED}`],
  [
    "a PNG that begins with another chunk",
    Uint8Array.of(...PNG.subarray(0, 8), ...PNG.subarray(33)),
    `expected the chunk IHDR of 13 bytes first, found IDAT. ${AGAIN}`,
  ],
  [
    "damaged pixels",
    patched(45, 1, 2, 3, 4),
    `the checksum of its chunk IDAT is wrong, so it is damaged. ${AGAIN}`,
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
    `its JPEG segments are damaged. ${AGAIN}`,
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

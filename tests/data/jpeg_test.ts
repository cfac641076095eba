import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { type DecodedImage, decodeImage } from "../../core/data/image.ts";
import { UserError } from "../../dsl/errors.ts";
import expected from "../cases/expected.json" with { type: "json" };
import * as pillow from "./pillow_images.ts";

const read = (name: string) => Deno.readFile(new URL(`../cases/${name}`, import.meta.url));

function assertPixels({ data }: DecodedImage, pixels: readonly number[], tolerance: number) {
  assertEquals(data.length, pixels.length);
  pixels.forEach((pixel, i) => assertAlmostEquals(data[i] ?? NaN, pixel, tolerance));
}

for (const name of ["tiny-3x3.jpg", "tiny-4x4.jpg", "tiny-9x3.jpg"] as const) {
  Deno.test(`decodeImage() reads ${name} as libjpeg does`, async () => {
    const image = await decodeImage(await read(name), name);
    const { shape, pixels, tolerance } = expected[name];
    assertEquals([image.height, image.width, image.channels], shape);
    assertPixels(image, pixels, tolerance);
  });
}

Deno.test("decodeImage() repeats the colour samples of a narrow JPEG as libjpeg does", async () => {
  const image = await decodeImage(pillow.jpegNarrow(), "x");
  assertEquals([image.height, image.width, image.channels], [5, 3, 3]);
  assertPixels(image, pillow.narrowPixels, 3);
});

const COLOURS = [200, 30, 60, 10, 220, 90, 40, 70, 250];

Deno.test("decodeImage() takes JPEG components called R, G and B for these colours", async () => {
  const image = await decodeImage(pillow.jpegNamedRgb(), "x");
  assertPixels(image, [...COLOURS, ...COLOURS], 5);
});

Deno.test("decodeImage() believes JFIF, then Adobe, then the names of a JPEG's components", async () => {
  const file = pillow.jpegNamedRgb();
  const segment = (marker: number, text: string, ...more: number[]) => {
    const contents = [...new TextEncoder().encode(text), ...more];
    return [0xff, marker, 0, contents.length + 2, ...contents];
  };
  const jfif = segment(0xe0, "JFIF\0", 1, 1, 0, 0, 1, 0, 1, 0, 0);
  const adobe = (transform: number) => segment(0xee, "Adobe", 0, 100, 0, 0, 0, 0, transform);
  const first = async (...segments: number[][]) => {
    const whole = Uint8Array.of(0xff, 0xd8, ...segments.flat(), ...file.subarray(2));
    return [...(await decodeImage(whole, "x")).data.subarray(0, 3)];
  };
  const asRgb = await first();
  const asYcc = await first(jfif);
  assertEquals(asRgb.every((value, i) => Math.abs(value - (COLOURS[i] ?? 0)) < 5), true);
  // Brightness 200, Cb 30, Cr 60: far from these colours (JFIF 1.02, page 3).
  const [y, cb, cr] = asRgb as [number, number, number];
  const ycc = [
    y + 1.402 * (cr - 128),
    y - 0.344136 * (cb - 128) - 0.714136 * (cr - 128),
    y + 1.772 * (cb - 128),
  ];
  ycc.forEach((value, i) =>
    assertAlmostEquals(asYcc[i] ?? NaN, Math.min(255, Math.max(0, value)), 2)
  );
  assertEquals(await first(adobe(0)), asRgb);
  assertEquals(await first(adobe(1)), asYcc);
  assertEquals(await first(jfif, adobe(0)), asYcc);
});

Deno.test("decodeImage() turns a photograph upright as its EXIF data says", async () => {
  const image = await decodeImage(await read("turned-by-exif.jpg"), "x");
  assertEquals([image.height, image.width, image.channels], [40, 24, 3]);
  assertPixels({ ...image, data: image.data.slice(3 * 23, 3 * 24) }, [254, 0, 0], 3);
});

Deno.test("decodeImage() reads the first of several images in a JPEG file, and its pixels once", async () => {
  const one = pillow.jpegRgb();
  const image = await decodeImage(Uint8Array.of(...one, ...pillow.jpegGrey()), "x");
  assertEquals(image, await decodeImage(one, "x"));
});

/** The photograph with its frame header (marker C0 in a file without other FF C0) changed. */
function framed(change: (frame: Uint8Array) => void): Uint8Array<ArrayBuffer> {
  const file = pillow.jpegRgb();
  const at = file.findIndex((byte, i) => byte === 0xff && file[i + 1] === 0xc0);
  change(file.subarray(at + 1));
  return file;
}
const coded = (marker: number) => framed((frame) => frame[0] = marker);
const CONVERT = "Convert it to PNG or to an ordinary JPEG, for instance with GIMP or ImageMagick";
const AGAIN = "Save or download the image again";
const TRUNCATED = "The file is truncated; save or download it again";
const ONLY = "expected baseline or progressive JPEG coding, found";

const REFUSED: readonly [string, Uint8Array<ArrayBuffer>, string][] = [
  ["arithmetic coding", coded(0xc9), `${ONLY} arithmetic JPEG coding. ${CONVERT}`],
  ["lossless coding", coded(0xc3), `${ONLY} lossless JPEG coding. ${CONVERT}`],
  ["hierarchical coding", coded(0xc5), `${ONLY} hierarchical JPEG coding. ${CONVERT}`],
  ["the coding of JPEG-LS", coded(0xf7), `${ONLY} JPEG-LS. ${CONVERT}`],
  [
    "12 bits per component",
    framed((frame) => frame[3] = 12),
    `expected a JPEG of 8 bits per component, found 12. ${CONVERT}`,
  ],
  [
    "four inks",
    pillow.jpegCmyk(),
    "expected a JPEG of 1 or 3 components, found 4 (CMYK). Save it as RGB",
  ],
  [
    "no height",
    framed((frame) => frame.set([0, 0], 4)),
    "expected at least one pixel, found 0x16. Save the image again",
  ],
  [
    "a size beyond the limit",
    framed((frame) => frame.fill(255, 4, 8)),
    "expected an image that fits in 2 GiB, found 65,535x65,535x3, which needs 96 GiB. Make it smaller",
  ],
  [
    "more pixels than its bytes can hold",
    framed((frame) => frame.fill(32, 4, 8)),
    `expected 8224x8224 pixels, found 7 bytes for them. ${TRUNCATED}`,
  ],
  [
    "a sampling of 0",
    framed((frame) => frame[10] = 0),
    `its JPEG segments are damaged. ${AGAIN}`,
  ],
];

for (const [what, file, problem] of REFUSED) {
  Deno.test(`decodeImage() refuses a JPEG with ${what}`, async () => {
    const error = await assertRejects(() => decodeImage(file, "cat.jpg"), UserError);
    assertEquals(error.message, `Cannot read the image cat.jpg: ${problem}.`);
  });
}

Deno.test("decodeImage() refuses a JPEG with thousands of scans, each over all pixels", async () => {
  const file = pillow.jpegProgressive();
  const at = file.findIndex((byte, i) => byte === 0xff && file[i + 1] === 0xda);
  const scan = file.subarray(at, -2);
  const many = Uint8Array.of(
    ...file.subarray(0, at),
    ...Array.from({ length: 101 }, () => [...scan]).flat(),
    0xff,
    0xd9,
  );
  const error = await assertRejects(() => decodeImage(many, "x"), UserError);
  assertEquals(
    error.message,
    `Cannot read the image x: expected at most 100 scans, found more. ${AGAIN}.`,
  );
});

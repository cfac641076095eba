import { assertEquals, assertRejects } from "@std/assert";
import { decodeImage } from "../../core/data/image.ts";
import { UserError } from "../../dsl/errors.ts";
import {
  type Chunk,
  chunksOf,
  headerOf,
  palette,
  pngFile,
  pngOf,
  type PngParts,
  randomPng,
  uint32,
} from "./png_file.ts";

const bytes = (...values: number[]) => Uint8Array.from(values);

const grey = randomPng([0, 8], 2, 3);
const [header, idat, iend] = chunksOf(grey) as [Chunk, Chunk, Chunk];
const headed = (change: Partial<PngParts>) =>
  pngOf([{ type: "IHDR", contents: headerOf({ ...grey, ...change }) }, idat, iend]);
const AGAIN = "Save or download the image again";
const TRUNCATED = "The file is truncated; save or download it again";
const NO_IMAGE = "expected a PNG or JPEG image, found a";

/** The 14 damaged files of PngSuite (http://www.schaik.com/pngsuite/), and others. */
const DAMAGED: readonly [string, Uint8Array<ArrayBuffer>, string][] = [
  ...[[0, 9, "09 50 4e 47"], [1, 0x51, "89 51 4e 47"], [3, 0x67, "89 50 4e 67"]].map(
    ([at, value, start]): [string, Uint8Array<ArrayBuffer>, string] => {
      const file = pngFile(grey);
      file[Number(at)] = Number(value);
      return [
        `a signature that begins with ${start}`,
        file,
        `${NO_IMAGE} file that begins with ${start}. Give a PNG or JPEG image`,
      ];
    },
  ),
  ...[[0x0d, 0x0d, 0x0a], [0x0a, 0x1a, 0x0a], [0x0d, 0x0a, 0x1a, 0x0d]].map(
    (ends): [string, Uint8Array<ArrayBuffer>, string] => [
      `a signature with the line ends ${ends}`,
      bytes(0x89, 0x50, 0x4e, 0x47, ...ends, ...pngFile(grey).subarray(8)),
      `${NO_IMAGE} PNG whose signature is damaged, as if it had been copied as text. ` +
      "Copy or download it again as binary data",
    ],
  ),
  [
    "a wrong checksum of the header",
    pngOf([{ ...header, checksum: 1 }, idat, iend]),
    `the checksum of its chunk IHDR is wrong, so it is damaged. ${AGAIN}`,
  ],
  [
    "a wrong checksum of the pixels",
    pngOf([header, { ...idat, checksum: 1 }, iend]),
    `the checksum of its chunk IDAT is wrong, so it is damaged. ${AGAIN}`,
  ],
  ...[1, 9].map((colourType): [string, Uint8Array<ArrayBuffer>, string] => [
    `the colour type ${colourType}`,
    headed({ colourType }),
    `expected a PNG colour type of 0, 2, 3, 4 or 6, found ${colourType}. ${AGAIN}`,
  ]),
  ...[0, 3, 99].map((depth): [string, Uint8Array<ArrayBuffer>, string] => [
    `${depth} bits per sample`,
    headed({ depth }),
    `expected 1, 2, 4, 8 or 16 bits per sample for colour type 0, found ${depth}. ${AGAIN}`,
  ]),
  ["no pixels", pngOf([header, iend]), `its pixels (chunk IDAT) are missing. ${AGAIN}`],
  [
    "an unknown chunk that must be understood",
    pngOf([header, { type: "CgBI", contents: bytes(1) }, idat, iend]),
    "its chunk CgBI is no part of the PNG standard. Save it as a standard PNG",
  ],
  [
    "a chunk type with control characters",
    pngOf([header, { type: "\x1b[2J", contents: bytes(1) }, idat, iend]),
    `expected a chunk at byte 33, found other data. ${AGAIN}`,
  ],
  [
    "a chunk longer than the file",
    bytes(...pngOf([header]), ...uint32(2 ** 31), ...new TextEncoder().encode("IDAT"), 1, 2, 3, 4),
    `its chunk IDAT is cut off. ${TRUNCATED}`,
  ],
  ["two headers", pngOf([header, header, idat, iend]), `it has two chunks IHDR. ${AGAIN}`],
  [
    "an unknown interlace method",
    pngOf([{ type: "IHDR", contents: headerOf(grey).with(12, 2) }, idat, iend]),
    "expected the PNG methods of compression 0, filter 0 and interlace 0 or 1, found 0, 0 and 2. " +
    AGAIN,
  ],
  [
    "a palette image without a palette",
    pngFile({ ...grey, colourType: 3 }),
    `expected a palette of 1 to 256 colours, found 0 bytes. ${AGAIN}`,
  ],
  [
    "a pixel outside its palette",
    pngFile(randomPng([3, 8], 1, 1, { values: [9], before: [palette(1)] })),
    "expected palette entries below 2, found 9. Save the image again",
  ],
  [
    "a tRNS chunk of another length",
    pngFile({ ...grey, before: [{ type: "tRNS", contents: bytes(1) }] }),
    `expected 2 bytes in its chunk tRNS, found 1. ${AGAIN}`,
  ],
  [
    "an unknown filter",
    pngFile({ ...grey, filter: () => 5 }),
    `expected a PNG filter of 0 to 4, found 5. ${AGAIN}`,
  ],
  ["fewer rows than it says", headed({ height: 3 }), `its pixels are incomplete. ${TRUNCATED}`],
  [
    "pixels that are no zlib stream",
    pngOf([header, { type: "IDAT", contents: bytes(1, 2, 3, 4) }, iend]),
    `its PNG data is damaged. ${AGAIN}`,
  ],
  [
    "more pixels than its bytes can hold",
    headed({ height: 8192, width: 8192 }),
    `expected 8192x8192 pixels, found ${idat.contents.length} bytes for them. ${TRUNCATED}`,
  ],
  [
    "no height",
    headed({ height: 0 }),
    "expected at least one pixel, found 0x3. Save the image again",
  ],
  [
    "a size beyond the limit",
    headed({ height: 65536, width: 65536, colourType: 6 }),
    "expected an image that fits in 2 GiB, found 65,536x65,536x4, which needs 128 GiB. " +
    "Make it smaller",
  ],
];

for (const [what, file, problem] of DAMAGED) {
  Deno.test(`decodeImage() refuses a PNG with ${what}`, async () => {
    const error = await assertRejects(() => decodeImage(file, "cat.png"), UserError);
    assertEquals(error.message, `Cannot read the image cat.png: ${problem}.`);
  });
}

/** Small images of every kind that is read, to be damaged by tests. */
import { KINDS, pngFile, randomPng } from "./png_file.ts";
import * as pillow from "./pillow_images.ts";

/** PNG of every colour type and bit depth, plain and interlaced, and JPEG of every kind. */
export async function imageSeeds(): Promise<Uint8Array<ArrayBuffer>[]> {
  const png = KINDS.flatMap((kind) =>
    [false, true].map((interlaced) =>
      pngFile(randomPng(kind, 9, 7, { interlaced, filter: (row) => row % 5 }))
    )
  );
  const { narrowPixels: _, ...files } = pillow;
  const jpeg = Object.entries(files).filter(([name]) => name.startsWith("jpeg"));
  const names = ["tiny-3x3.jpg", "turned-by-exif.jpg", "trns-colour.png", "trns-grey.png"];
  const cases = names.map((name) => Deno.readFile(new URL(`../cases/${name}`, import.meta.url)));
  return [...png, ...jpeg.map(([, make]) => make()), ...await Promise.all(cases)];
}

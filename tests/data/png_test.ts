import { assertEquals } from "@std/assert";
import { decodeImage } from "../../core/data/image.ts";
import expected from "../cases/expected.json" with { type: "json" };
import {
  chunksOf,
  colours,
  KINDS,
  meant,
  palette,
  pngFile,
  pngOf,
  randomPng,
  SAMPLES,
} from "./png_file.ts";

const CHANNELS = new Map([[0, 1], [2, 3], [3, 3], [4, 2], [6, 4]]);
const bytes = (...values: number[]) => Uint8Array.from(values);

Deno.test("decodeImage() reads PNG in every colour type, bit depth, size, filter, and interlaced", async () => {
  let files = 0;
  for (const kind of KINDS) {
    for (const interlaced of [false, true]) {
      for (const [height, width] of [[1, 1], [3, 2], [2, 9], [8, 8], [5, 33], [17, 7]] as const) {
        for (const type of [0, 1, 2, 3, 4, "all"] as const) {
          const filter = (row: number) => type === "all" ? row % 5 : type;
          const png = randomPng(kind, height, width, { interlaced, filter });
          const image = await decodeImage(pngFile(png), "x");
          assertEquals([image.height, image.width, image.channels], [
            height,
            width,
            CHANNELS.get(kind[0]),
          ]);
          assertEquals([...image.data], meant(png), `${kind} ${interlaced} ${height}x${width}`);
          files++;
        }
      }
    }
  }
  assertEquals(files, 15 * 2 * 6 * 6);
});

Deno.test("decodeImage() keeps the colour that tRNS makes transparent", async () => {
  for (const name of ["trns-colour.png", "trns-grey.png"] as const) {
    const file = await Deno.readFile(new URL(`../cases/${name}`, import.meta.url));
    const image = await decodeImage(file, name);
    assertEquals([image.height, image.width, image.channels], expected[name].shape);
    assertEquals([...image.data], expected[name].pixels);
  }
});

Deno.test("decodeImage() compares tRNS with all bits of the sample", async () => {
  for (const [colourType, depth] of KINDS.filter(([type]) => type === 0 || type === 2)) {
    const samples = SAMPLES.get(colourType) ?? 0;
    const key = 2 ** depth - 1;
    // Of 16 bits, the second pixel differs in the lower ones only.
    const values = [key, key - 1, 0].flatMap((value) => Array(samples).fill(value));
    const contents = bytes(...Array(samples).fill([key >> 8, key & 255]).flat());
    const before = [{ type: "tRNS", contents }];
    const png = { height: 1, width: 3, colourType, depth, values, before };
    const { data } = await decodeImage(pngFile(png), "x");
    const pixel = (i: number) => [...data].slice(i * (samples + 1), (i + 1) * (samples + 1));
    const colour = meant(png);
    [0, 255, 255].forEach((alpha, i) =>
      assertEquals(pixel(i), [...colour.slice(i * samples, (i + 1) * samples), alpha])
    );
  }
});

Deno.test("decodeImage() gives palette entries beyond tRNS full alpha", async () => {
  const before = [palette(2), { type: "tRNS", contents: bytes(7) }];
  const png = randomPng([3, 2], 1, 2, { values: [0, 3], before });
  assertEquals(
    [...(await decodeImage(pngFile(png), "x")).data],
    [...colours(2).slice(0, 3), 7, ...colours(2).slice(9), 255],
  );
});

Deno.test("decodeImage() ignores gamma, text and what follows the end, as viewers do", async () => {
  const png = randomPng([0, 8], 2, 2);
  const before = ["gAMA", "tEXt", "iCCP", "bKGD"].map((type) => ({
    type,
    contents: bytes(0, 1, 2),
    checksum: 0,
  }));
  const file = pngFile({ ...png, before });
  const { data } = await decodeImage(bytes(...file, 1, 2, 3), "x");
  assertEquals([...data], meant(png));
});

Deno.test("decodeImage() joins pixels that are split over many chunks", async () => {
  const png = randomPng([2, 8], 9, 9);
  const whole = chunksOf(png);
  const split = whole.flatMap(({ type, contents }) =>
    type === "IDAT"
      ? Array.from(contents, (byte) => ({ type, contents: bytes(byte) }))
      : [{ type, contents }]
  );
  assertEquals([...(await decodeImage(pngOf(split), "x")).data], meant(png));
});

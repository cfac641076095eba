/**
 * Makes the free photographs that replace the book's where those are unavailable, and their manifest:
 * small versions of two photographs of scikit-image.
 *
 *     deno run --allow-read --allow-write --allow-env=IMAGESCRIPT_WASM_SIMD \
 *       tools/make_stand_ins.ts DIR
 *
 * DIR is the folder skimage/data, for instance of Debian's package python3-skimage 0.19.3. The shapes
 * resemble the book's: 109×120 with grey and alpha for david.png, RGB with the proportions of book.png.
 */
import { fromFileUrl } from "../core/base/paths.ts";
import { writeFileAtomic } from "../core/base/files.ts";
import { type DecodedImage, readImage } from "../core/data/image.ts";
import { encodePng } from "../core/base/png.ts";
import { sha256 } from "../core/base/hash.ts";

/** Shrinks the top left `rows` × `columns` pixels: each new pixel is the mean of those it covers. */
function shrink(
  image: DecodedImage,
  rows: number,
  columns: number,
  height: number,
  width: number,
): DecodedImage {
  const { channels } = image;
  const down = coverage(rows, height);
  const across = coverage(columns, width);
  const data = new Uint8Array(height * width * channels);
  down.forEach((ys, y) => {
    across.forEach((xs, x) => {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (const [row, share] of ys) {
          for (const [column, part] of xs) {
            const pixel = image.data[(row * image.width + column) * channels + c] ?? 0;
            sum += pixel * share * part;
          }
        }
        data[(y * width + x) * channels + c] = Math.round(sum);
      }
    });
  });
  return { height, width, channels, data };
}

/** For each of `to` new pixels along an axis, the old pixels that it covers and their shares (sum 1). */
function coverage(from: number, to: number): [number, number][][] {
  const scale = from / to;
  return Array.from({ length: to }, (_, i) => {
    const [begin, end] = [i * scale, Math.min((i + 1) * scale, from)];
    const parts: [number, number][] = [];
    for (let at = Math.floor(begin); at < end; at++) {
      parts.push([at, (Math.min(at + 1, end) - Math.max(at, begin)) / (end - begin)]);
    }
    return parts;
  });
}

/** Adds an alpha channel that fades outside an oval, because the book's image is cut out, too. */
const withAlpha = ({ height, width, data }: DecodedImage): DecodedImage => ({
  height,
  width,
  channels: 2,
  data: Uint8Array.from({ length: 2 * data.length }, (_, i) => {
    const pixel = Math.floor(i / 2);
    if (i % 2 === 0) return data[pixel] ?? 0;
    const y = (Math.floor(pixel / width) + 0.5) / height * 2 - 1;
    const x = (pixel % width + 0.5) / width * 2 - 1;
    return Math.round(255 * Math.min(1, Math.max(0, (1 - Math.hypot(x, y)) * 8)));
  }),
});

const [folder] = Deno.args;
if (folder === undefined) {
  console.error(
    "Cannot make the pictures: expected the folder skimage/data as the first argument.",
  );
  Deno.exit(2);
}
const camera = await readImage(`${folder}/camera.png`);
const coffee = await readImage(`${folder}/coffee.png`);
const made = [
  {
    for: "david.png",
    file: "camera.png",
    origin: "camera.png of scikit-image, by Lav Varshney, CC0, made smaller",
    image: withAlpha(shrink(camera, 465, 512, 109, 120)),
  },
  {
    for: "book.png",
    file: "coffee.png",
    origin: "coffee.png of scikit-image, by Rachel Michetti, courtesy of Pikolo Espresso Bar, " +
      "CC0, made smaller",
    image: shrink(coffee, 400, 600, 266, 400),
  },
];
const root = fromFileUrl(new URL("../weights/data/", import.meta.url));
const manifest = [];
for (const { image, ...facts } of made) {
  const { height, width, channels, data } = image;
  const png = encodePng(height, width, channels, data);
  await writeFileAtomic(`${root}stand-ins/${facts.file}`, png);
  manifest.push({ ...facts, bytes: png.length, sha256: sha256(png) });
  console.log(`${facts.file}: ${height}x${width}x${channels}, ${png.length} bytes`);
}
await writeFileAtomic(`${root}stand-ins.json`, JSON.stringify(manifest, null, 2) + "\n");

/**
 * Makes the pictures that replace the book's photographs of faces and animals, and their manifest:
 * drawings of Google's Noto Emoji from the npm package `@iconify-json/noto`. Their licence is
 * Apache-2.0, according to the package and to their origin
 * (https://github.com/googlefonts/noto-emoji, svg/LICENSE).
 *
 *     deno run --allow-read --allow-write --allow-env=IMAGESCRIPT_WASM_SIMD --allow-run=npm,tar \
 *       tools/make_face_stand_ins.ts
 *
 * The drawings are SVG; they are rendered on white.
 */
import rasterizer from "npm:imagescript@1.3.1/wasm/node/svg.js";
import { encodePng } from "../core/base/png.ts";
import { fromFileUrl } from "../core/base/paths.ts";
import { writeFileAtomic } from "../core/base/files.ts";
import { sha256 } from "../core/base/hash.ts";
import { withPackage } from "./npm_package.ts";

const PACKAGE = "@iconify-json/noto@1.2.9";
/** The SHA-256 of the package's icons.json. */
const SHA256 = "9eac6ef4e7ec122b6f0e7ac281d61008afdbc720d0ce861e398b939daaa347c6";
const SIDE = 128;
/** Tells `rasterize` that its last argument is the width. */
const FIT_WIDTH = 2;
const WHITE = 255;

/** People of different ages, hair and skin; the last five are for testing. */
const PEOPLE = [
  "woman-medium-light-skin-tone",
  "man-dark-skin-tone",
  "girl-light-skin-tone",
  "boy-medium-skin-tone",
  "old-woman-light-skin-tone",
  "old-man-medium-dark-skin-tone",
  "man-medium-light-skin-tone-beard",
  "woman-light-skin-tone-red-hair",
  "man-dark-skin-tone-curly-hair",
  "woman-with-headscarf-medium-skin-tone",
  "baby-medium-light-skin-tone",
  "man-light-skin-tone-blond-hair",
  "woman-medium-dark-skin-tone-curly-hair",
  "man-medium-skin-tone-bald",
  "woman-light-skin-tone-white-hair",
  "woman-dark-skin-tone",
  "old-man-light-skin-tone",
  "girl-medium-dark-skin-tone",
  "man-medium-dark-skin-tone-beard",
  "person-wearing-turban-medium-skin-tone",
];

/** Heads of different animals; the last five are for testing. */
const ANIMALS = [
  ...["cat-face", "dog-face", "horse-face", "cow-face", "pig-face"],
  ...["lion", "tiger-face", "bear", "panda", "rabbit-face"],
  ...["mouse-face", "fox", "frog", "chicken", "boar"],
  ...["wolf", "monkey-face", "koala", "hamster", "moose"],
];

const two = (n: number) => String(n).padStart(2, "0");
/** The drawing for each file; test pictures with odd numbers show people, as in the book. */
const wanted = [
  ...PEOPLE.slice(0, 15).map((icon, i) => ({ name: `faces/img${two(i + 1)}`, icon })),
  ...ANIMALS.slice(0, 15).map((icon, i) => ({ name: `animals/img${two(i + 1)}`, icon })),
  ...PEOPLE.slice(15).map((icon, i) => ({ name: `test_data/img${two(2 * i + 1)}`, icon })),
  ...ANIMALS.slice(15).map((icon, i) => ({ name: `test_data/img${two(2 * i + 2)}`, icon })),
];

/** The part of the package's icons.json that is used. */
interface Icons {
  /** The size of every drawing. */
  readonly width: number;
  readonly height: number;
  readonly icons: Readonly<Record<string, { readonly body: string }>>;
}

/** Reads the package's drawings. */
const fetched = (): Promise<Icons> =>
  withPackage(PACKAGE, async (folder) => {
    const bytes = await Deno.readFile(`${folder}/icons.json`);
    if (sha256(bytes) !== SHA256) throw new Error(`${PACKAGE}: expected sha256 ${SHA256}.`);
    return JSON.parse(new TextDecoder().decode(bytes)) as Icons;
  });

/** A drawing as RGB on white. The rasterizer's colours are premultiplied by alpha. */
function onWhite(rgba: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: rgba.length / 4 * 3 }, (_, i) => {
    const at = Math.floor(i / 3) * 4;
    return (rgba[at + i % 3] ?? 0) + WHITE - (rgba[at + 3] ?? 0);
  });
}

const root = fromFileUrl(new URL("../weights/data/", import.meta.url));
for (const part of ["faces", "animals", "test_data"]) {
  await Deno.mkdir(`${root}stand-ins/${part}`, { recursive: true });
}
const { icons, width, height } = await fetched();
const { rasterize } = await rasterizer.init();
const manifest = [];
for (const { name, icon } of wanted.toSorted((a, b) => a.name < b.name ? -1 : 1)) {
  const body = icons[icon]?.body;
  if (body === undefined) throw new Error(`${PACKAGE} has no ${icon}.`);
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ` +
    `viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${body}</svg>`;
  const drawn = rasterize(new TextEncoder().encode(svg), FIT_WIDTH, SIDE);
  const png = encodePng(drawn.height, drawn.width, 3, onWhite(drawn.buffer));
  await writeFileAtomic(`${root}stand-ins/${name}.png`, png);
  manifest.push({
    for: `${name}.jpg`,
    file: `${name}.png`,
    origin: `drawing "${icon}" of Google's Noto Emoji, Apache-2.0`,
    bytes: png.length,
    sha256: sha256(png),
  });
}
await writeFileAtomic(`${root}stand-ins-faces.json`, JSON.stringify(manifest, null, 2) + "\n");
const bytes = manifest.reduce((sum, { bytes }) => sum + bytes, 0);
console.log(`${manifest.length} pictures, ${bytes} bytes`);

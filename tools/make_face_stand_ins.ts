/**
 * Makes the pictures that stand in for the book's photographs of faces and animals, and the
 * manifest beside them: faces and non-faces, 25×25, from scikit-image's lfw_subset.npy.
 *
 *     deno run --allow-read --allow-write tools/make_face_stand_ins.ts DIR
 *
 * DIR is skimage/data, in Debian's package python3-skimage 0.19.3 for instance. The grey value is
 * written three times: the book's photographs are RGB.
 */
import { encodePng } from "../core/data/png.ts";
import { writeFileAtomic } from "../core/files.ts";
import { sha256 } from "../core/hash.ts";

const SIDE = 25;
const PIXELS = SIDE * SIDE;
/** The array holds 100 faces, then 100 non-faces. */
const HALF = 100;
const SHA256 = "9560ec2f5edfac01973f63a8a99d00053fecd11e21877e18038fbe500f8e872c";

const [folder] = Deno.args;
if (folder === undefined) {
  console.error("Expected the folder skimage/data as the first argument.");
  Deno.exit(2);
}
const npy = await Deno.readFile(`${folder}/lfw_subset.npy`);
if (sha256(npy) !== SHA256) throw new Error(`lfw_subset.npy: expected sha256 ${SHA256}.`);
// NumPy's format 1.0: 6 bytes magic, 2 version, 2 length of the header; then float64, row by row.
const values = new Float64Array(npy.slice(10 + npy[8]! + 256 * npy[9]!).buffer);

const two = (n: number) => String(n).padStart(2, "0");
const range = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
/** Each picture's place in the array; of the test pictures the odd ones are faces, as in the book. */
const wanted = [
  ...range(15).map((n) => ({ name: `faces/img${two(n)}`, at: n - 1 })),
  ...range(15).map((n) => ({ name: `animals/img${two(n)}`, at: HALF + n - 1 })),
  ...range(10).map((n) => ({ name: `test_data/img${two(n)}`, at: (n % 2 ? 0 : HALF) + 14 + n })),
];

const root = new URL("../weights/data/", import.meta.url).pathname;
for (const part of ["faces", "animals", "test_data"]) {
  await Deno.mkdir(`${root}stand-ins/${part}`, { recursive: true });
}
const manifest = [];
for (const { name, at } of wanted) {
  const grey = values.subarray(at * PIXELS, (at + 1) * PIXELS);
  const rgb = Uint8Array.from(
    { length: 3 * PIXELS },
    (_, i) => Math.round(255 * (grey[Math.floor(i / 3)] ?? 0)),
  );
  const png = encodePng(SIDE, SIDE, 3, rgb);
  await writeFileAtomic(`${root}stand-ins/${name}.png`, png);
  const [what, nth] = at < HALF ? ["face", at] : ["non-face", at - HALF];
  manifest.push({
    for: `${name}.jpg`,
    file: `${name}.png`,
    origin: `${what} ${nth + 1} of scikit-image's lfw_subset.npy, from Labeled Faces in the Wild`,
    bytes: png.length,
    sha256: sha256(png),
  });
}
await writeFileAtomic(`${root}stand-ins-faces.json`, JSON.stringify(manifest, null, 2) + "\n");
console.log(`${manifest.length} pictures`);

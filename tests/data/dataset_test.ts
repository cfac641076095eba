import { gzipSync } from "node:zlib";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { type DatasetOptions, loadDataset, loadFrom } from "../../core/data/dataset.ts";
import { fashionMnist } from "../../core/data/fashion_mnist.ts";
import type { DatasetSource } from "../../core/data/manifest.ts";
import { sha256 } from "../../core/base/hash.ts";
import { UserError } from "../../dsl/errors.ts";
import { list, serve, withFolder } from "./server.ts";

/** A set of two training images and one test image of 1×2 pixels. */
const FILES = new Map([
  ["train-images", new Uint8Array([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4])],
  ["train-labels", new Uint8Array([0, 0, 8, 1, 0, 0, 0, 2, 0, 1])],
  ["test-images", new Uint8Array([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 5, 6])],
  ["test-labels", new Uint8Array([0, 0, 8, 1, 0, 0, 0, 1, 1])],
]);
const packed = (name: string) => new Uint8Array(gzipSync(file(name)));
const file = (name: string) => FILES.get(name) ?? new Uint8Array();

function facts(name: string) {
  const gz = { bytes: packed(name).length, sha256: sha256(packed(name)) };
  return { name, count: 0, bytes: file(name).length, sha256: sha256(file(name)), gz };
}

const splits = {
  train: { images: facts("train-images"), labels: facts("train-labels") },
  test: { images: facts("test-images"), labels: facts("test-labels") },
};
const TINY: DatasetSource = {
  name: "tiny",
  classes: ["dark", "light"],
  shape: [1, 2, 1],
  address: "http://127.0.0.1:9/",
  systemDir: "/nowhere/tiny",
  full: splits,
  subset: splits,
};

/** Writes the files gzipped, except those in `changed`, which are written as they are. */
async function fill(folder: string, changed: Record<string, Uint8Array | undefined> = {}) {
  await Deno.mkdir(folder, { recursive: true });
  for (const name of FILES.keys()) {
    const bytes = name in changed ? changed[name] : packed(name);
    if (bytes) await Deno.writeFile(`${folder}/${name}.gz`, bytes);
  }
}

const sentence = async (options: DatasetOptions, source = TINY): Promise<string> =>
  (await assertRejects(() => loadFrom(source, options), UserError)).message;

Deno.test("loadFrom() reads a set from --data", () =>
  withFolder(async (dataDir) => {
    await fill(dataDir);
    const { train, test, subset, provenance } = await loadFrom(TINY, { dataDir });
    assertEquals([...train.images, ...train.labels, train.count], [1, 2, 3, 4, 0, 1, 2]);
    assertEquals([...test.images, ...test.labels, test.count], [5, 6, 1, 1]);
    assertEquals(subset, false);
    assertEquals(provenance[0]?.source, `--data ${dataDir}`);
    assertEquals(provenance[0]?.files?.length, 4);
    assertEquals(provenance[0]?.files?.[1], {
      name: "train-labels",
      sha256: splits.train.labels.sha256,
    });
  }));

Deno.test("loadFrom() reads unpacked files, and a folder with the set's name", () =>
  withFolder(async (dataDir) => {
    await Deno.mkdir(`${dataDir}/tiny`);
    for (const [name, bytes] of FILES) await Deno.writeFile(`${dataDir}/tiny/${name}`, bytes);
    assertEquals((await loadFrom(TINY, { dataDir, cacheDir: dataDir })).train.count, 2);
  }));

Deno.test("loadFrom() searches --data, then the cache, then the system's folder", () =>
  withFolder(async (folder) => {
    const [dataDir, cacheDir] = [`${folder}/data`, `${folder}/cache`];
    const source = { ...TINY, systemDir: `${folder}/system` };
    const where = async (options: DatasetOptions) =>
      (await loadFrom(source, { cacheDir, ...options })).provenance[0]?.source;
    await fill(source.systemDir);
    assertEquals(await where({}), `system ${folder}/system`);
    await fill(`${cacheDir}/tiny`);
    assertEquals(await where({}), `cache ${folder}/cache/tiny`);
    await fill(dataDir);
    assertEquals(await where({ dataDir }), `--data ${folder}/data`);
  }));

Deno.test("loadFrom() ignores a cache that has only some of the files", () =>
  withFolder(async (folder) => {
    const source = { ...TINY, systemDir: `${folder}/system` };
    await fill(source.systemDir);
    await fill(`${folder}/tiny`, { "test-labels": undefined });
    const { provenance } = await loadFrom(source, { cacheDir: folder });
    assertEquals(provenance[0]?.source, `system ${folder}/system`);
  }));

Deno.test("loadFrom() downloads into the cache only when asked, and only once", () =>
  withFolder(async (cacheDir) => {
    await using server = serve(
      Object.fromEntries(
        Array.from(FILES.keys(), (name) => [`/${name}.gz`, () => new Response(packed(name))]),
      ),
    );
    const source = { ...TINY, address: `${server.address}/` };
    const { provenance } = await loadFrom(source, { cacheDir, download: true });
    assertEquals(provenance[0]?.source, `download from ${server.address}/`);
    assertEquals(server.requests.length, 4);
    assertEquals(list(`${cacheDir}/tiny`), [
      "test-images.gz",
      "test-labels.gz",
      "train-images.gz",
      "train-labels.gz",
    ]);
    await loadFrom(source, { cacheDir, download: true });
    await loadFrom(source, { cacheDir });
    assertEquals(server.requests.length, 4);
  }));

Deno.test("loadFrom() refuses a --data that does not exist", async () => {
  assertEquals(
    await sentence({ dataDir: "/nowhere" }),
    "Cannot use --data /nowhere: expected a folder or a file, found nothing. Check the path.",
  );
});

Deno.test("loadFrom() names the files that are missing in --data", () =>
  withFolder(async (dataDir) => {
    await fill(dataDir, { "train-labels": undefined });
    assertEquals(
      await sentence({ dataDir }),
      `Cannot load tiny from ${dataDir}: expected 4 files, found 3. ` +
        "Add train-labels (.gz or unpacked).",
    );
  }));

Deno.test("loadFrom() refuses a file of --data with another SHA-256", () =>
  withFolder(async (dataDir) => {
    const other = new Uint8Array([0, 0, 8, 1, 0, 0, 0, 2, 1, 1]);
    await fill(dataDir, { "train-labels": other });
    assertEquals(
      await sentence({ dataDir }),
      `Cannot use ${dataDir}/train-labels.gz: expected sha256 ${splits.train.labels.sha256} ` +
        `after unpacking, found ${sha256(other)}. Delete the file and download it again.`,
    );
  }));

Deno.test("loadFrom() refuses a file of the cache with another SHA-256", () =>
  withFolder(async (cacheDir) => {
    const other = new Uint8Array([0, 0, 8, 1, 0, 0, 0, 1, 0]);
    await fill(`${cacheDir}/tiny`, { "test-labels": other });
    assertEquals(
      await sentence({ cacheDir }),
      `Cannot use ${cacheDir}/tiny/test-labels.gz: expected sha256 ` +
        `${splits.test.labels.sha256} after unpacking, found ${sha256(other)}. ` +
        "Delete the file and download it again.",
    );
  }));

Deno.test("loadFrom() refuses images and labels that differ in number", () =>
  withFolder(async (dataDir) => {
    await fill(dataDir, { "train-labels": packed("test-labels") });
    assertEquals(
      await sentence({ dataDir }),
      `Cannot use ${dataDir}/train-labels.gz: expected 2 labels, one per image in ` +
        `${dataDir}/train-images.gz, found 1. Download both files again.`,
    );
  }));

Deno.test("loadFrom() refuses images of another size", () =>
  withFolder(async (dataDir) => {
    await fill(dataDir);
    assertEquals(
      await sentence({ dataDir }, { ...TINY, shape: [28, 28, 1] }),
      `Cannot use ${dataDir}/train-images.gz: expected images of 28x28, found 1x2. ` +
        "Replace it: it belongs to another data set.",
    );
  }));

Deno.test("loadDataset() names the known data sets when asked for another", async () => {
  const error = await assertRejects(() => loadDataset("mnits"), UserError);
  assertEquals(
    error.message,
    'Cannot load the data set "mnits": expected one of fashion-mnist, mnist.',
  );
});

Deno.test("loadDataset() reports the embedded part as such where no folder has the whole set", () =>
  withFolder(async (cacheDir) => {
    const source = { ...fashionMnist, systemDir: "/nowhere" };
    const { subset, provenance } = await loadFrom(source, { cacheDir });
    assertEquals(subset, true);
    assertEquals(provenance.length, 1);
    assertEquals(provenance[0]?.source, "embedded subset, 10000 training and 2000 test images");
  }));

Deno.test("loadDataset() gives the embedded part when asked, without searching folders", async () => {
  const { train, test, shape, subset, provenance } = await loadDataset("fashion-mnist", {
    subset: true,
    cacheDir: "/nowhere",
  });
  assertEquals([train.count, test.count], [10_000, 2_000]);
  assertEquals(train.images.length, 10_000 * 28 * 28);
  assertEquals(shape, [28, 28, 1]);
  assert(subset);
  assertEquals(
    provenance[0]?.source,
    "embedded subset, 10000 training and 2000 test images",
  );
});

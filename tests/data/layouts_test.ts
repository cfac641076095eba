/** The layouts in which people keep data sets: each is read, or refused by name; none is ignored. */
import { fromFileUrl } from "../../core/base/paths.ts";
import { deflateRawSync, gzipSync } from "node:zlib";
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { sha256 } from "../../core/base/hash.ts";
import { type DatasetOptions, loadDataset } from "../../core/data/dataset.ts";
import { UserError } from "../../dsl/errors.ts";
import { withFolder } from "./server.ts";
import { npy, zip } from "./archives.ts";

const CASES = fromFileUrl(new URL("../cases/", import.meta.url));
const bytesOf = (name: string) => Deno.readFileSync(CASES + name);

const sentence = async (dataDir: string, name = "mnist", options: DatasetOptions = {}) => {
  const error = await assertRejects(() => loadDataset(name, { dataDir, ...options }), UserError);
  assert(!error.message.includes("\n"), error.message);
  return error.message.replaceAll(dataDir, "DATA");
};

/** An IDX file of bytes. */
const idx = (shape: readonly number[], fill: (i: number) => number) => {
  const size = shape.reduce((product, n) => product * n, 1);
  const head = [0, 0, 8, shape.length, ...shape.flatMap((n) => [n >>> 24, n >>> 16, n >>> 8, n])];
  return Uint8Array.from([...head, ...Array.from({ length: size }, (_, i) => fill(i))]);
};
const trainImages = idx([5, 28, 28], (i) => i);
const trainLabels = idx([5], (i) => i);
const testImages = idx([2, 28, 28], (i) => i + 1);
const testLabels = idx([2], (i) => 9 - i);

async function write(folder: string, files: Readonly<Record<string, Uint8Array>>) {
  for (const [name, bytes] of Object.entries(files)) {
    const path = `${folder}/${name}`;
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    await Deno.writeFile(path, bytes);
  }
}

const named = (names: readonly string[], pack: (bytes: Uint8Array) => Uint8Array = (it) => it) =>
  Object.fromEntries(
    [trainImages, trainLabels, testImages, testLabels].map((bytes, i) => [names[i]!, pack(bytes)]),
  );
const gz = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));
const USUAL = [
  "train-images-idx3-ubyte",
  "train-labels-idx1-ubyte",
  "t10k-images-idx3-ubyte",
  "t10k-labels-idx1-ubyte",
];
const within = (folder: string, end = "") => USUAL.map((name) => `${folder}${name}${end}`);

const IDX: readonly [string, Record<string, Uint8Array>][] = [
  ["the publisher's names", named(USUAL)],
  ["gzipped files", named(within("", ".gz"), gz)],
  ["a dot before idx", named(USUAL.map((name) => name.replace("-idx", ".idx")))],
  ["a dot, gzipped", named(USUAL.map((name) => `${name.replace("-idx", ".idx")}.gz`), gz)],
  ["test in place of t10k", named(USUAL.map((name) => name.replace("t10k", "test")))],
  ["capital letters", named(USUAL.map((name) => name.toUpperCase()))],
  ["torchvision's MNIST/raw", named(within("MNIST/raw/"))],
  ["a folder mnist", named(within("mnist/", ".gz"), gz)],
  ["a folder of any name, with spaces and commas", named(within("내 자료, 2026 #1 %/"))],
  ["the set's name before each file's", named(USUAL.map((name) => `mnist-${name}`))],
];
for (const [what, files] of IDX) {
  Deno.test(`loadDataset() reads the four IDX files of --data: ${what}`, () =>
    withFolder(async (dataDir) => {
      await write(dataDir, files);
      const { train, test, subset, provenance } = await loadDataset("mnist", { dataDir });
      assertEquals([train.count, test.count, subset], [5, 2, true]);
      assertEquals([[...train.labels], [...test.labels]], [[0, 1, 2, 3, 4], [9, 8]]);
      assertEquals(train.images, trainImages.subarray(16));
      assertEquals(test.images, testImages.subarray(16));
      const { source, files: used, sha256: listed } = provenance[0]!;
      assert(source.startsWith(`--data ${dataDir}: `), source);
      assert(source.endsWith("; the user's own data, not the published mnist"), source);
      assertEquals(used?.map(({ sha256 }) => sha256), [
        sha256(trainImages),
        sha256(trainLabels),
        sha256(testImages),
        sha256(testLabels),
      ]);
      assertEquals(listed.length, 64);
    }));
}

Deno.test("loadDataset() reads Keras's mnist.npz from a folder and as a file", () =>
  withFolder(async (dataDir) => {
    await write(dataDir, { "mnist.npz": bytesOf("mnist.npz") });
    for (const path of [dataDir, `${dataDir}/mnist.npz`]) {
      const { train, test, provenance } = await loadDataset("mnist", { dataDir: path });
      assertEquals([train.count, test.count], [50, 10]);
      assertEquals([...train.labels.subarray(0, 12)], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
      assertEquals(train.images.length, 50 * 784);
      assertEquals(provenance[0]?.sha256, sha256(bytesOf("mnist.npz")));
    }
  }));

Deno.test("loadDataset() uses --data in a quick run, too", () =>
  withFolder(async (dataDir) => {
    await write(dataDir, { "mnist.npz": bytesOf("mnist.npz") });
    assertEquals((await loadDataset("mnist", { dataDir, subset: true })).train.count, 50);
  }));

Deno.test("loadDataset() takes the first examples of a large --data in a quick run, and says so", () =>
  withFolder(async (dataDir) => {
    await write(dataDir, {
      "mnist.npz": zip({
        "x_train.npy": npy("|u1", [8001, 28, 28], new Uint8Array(8001 * 784).fill(7)),
        "y_train.npy": npy("|u1", [8001], new Uint8Array(8001)),
        "x_test.npy": npy("|u1", [1, 28, 28], new Uint8Array(784)),
        "y_test.npy": npy("|u1", [1], new Uint8Array(1)),
      }),
    });
    const quick = await loadDataset("mnist", { dataDir, subset: true });
    assertEquals([quick.train.count, quick.test.count], [8000, 1]);
    assert(
      quick.provenance[0]?.source.endsWith(
        "; of 8,001 training and 1 test images the first 8,000 and 1, because the run is quick",
      ),
    );
    assertEquals((await loadDataset("mnist", { dataDir })).train.count, 8001);
  }));

Deno.test("loadDataset() reads the label-first CSV with and without a header; its last fifth tests", () =>
  withFolder(async (dataDir) => {
    const text = new TextDecoder().decode(bytesOf("digits.csv"));
    const bare = text.slice(text.indexOf("\n") + 1);
    const forms = [text, bare, text.replaceAll("\n", "\r\n"), `\ufeff${text}`, bare.trimEnd()];
    for (const form of forms) {
      for (const name of ["digits.csv", "digits.csv.gz"]) {
        const path = `${dataDir}/${name}`;
        const bytes = new TextEncoder().encode(form);
        await Deno.writeFile(path, name.endsWith(".gz") ? gz(bytes) : bytes);
        const { train, test, provenance } = await loadDataset("mnist", { dataDir: path });
        assertEquals([[...train.labels], [...test.labels]], [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [
          0,
          1,
        ]]);
        const second = bare.split("\n")[1]!.split(",").slice(1).map(Number);
        assertEquals([...train.images.subarray(784, 2 * 784)], second);
        assertEquals(provenance[0]?.sha256, sha256(Deno.readFileSync(path)));
        assertMatch(provenance[0]?.source ?? "", /first 10 images train, its last 2 test$/);
      }
    }
  }));

Deno.test("loadDataset() pairs the CSV files for training and testing", () =>
  withFolder(async (dataDir) => {
    const csv = bytesOf("digits.csv");
    await write(dataDir, { "mnist_train.csv": csv, "mnist_test.csv": csv });
    const { train, test, provenance } = await loadDataset("mnist", { dataDir });
    assertEquals([train.count, test.count], [12, 12]);
    assertEquals(provenance[0]?.files?.map(({ name }) => name), [
      "mnist_train.csv",
      "mnist_test.csv",
    ]);
  }));

const array = (shape: readonly number[], dtype = "|u1", order = false) =>
  npy(dtype, shape, new Uint8Array(shape.reduce((a, b) => a * b, 1) * Number(dtype.at(-1))), order);
const npz = (changed: Record<string, Uint8Array | undefined> = {}) => {
  const arrays = {
    "x_train.npy": array([3, 28, 28]),
    "y_train.npy": array([3]),
    "x_test.npy": array([1, 28, 28]),
    "y_test.npy": array([1]),
    ...changed,
  };
  return zip(
    Object.fromEntries(Object.entries(arrays).filter((entry) => entry[1])) as Record<
      string,
      Uint8Array
    >,
  );
};

Deno.test("loadDataset() reads .npz that is deflated, has a channel axis, or labels of 64 bits", () =>
  withFolder(async (dataDir) => {
    const wide = new BigInt64Array([5n, 0n, 9n]);
    const changed = {
      "x_train.npy": array([3, 28, 28, 1]),
      "y_train.npy": npy("<i8", [3, 1], new Uint8Array(wide.buffer)),
    };
    for (const pack of [undefined, (bytes: Uint8Array) => deflateRawSync(bytes)]) {
      const plain = {
        "x_test.npy": array([1, 28, 28]),
        "y_test.npy": array([1]),
        ...changed,
      };
      await write(dataDir, { "mnist.npz": zip(plain, pack) });
      const { train } = await loadDataset("mnist", { dataDir });
      assertEquals([...train.labels], [5, 0, 9]);
    }
  }));

const csvRow = (label: string, pixel = "0", count = 784) =>
  new TextEncoder().encode(`${[label, ...Array(count).fill(pixel)].join(",")}\n`.repeat(3));
const bomb = () => {
  const stated = zip({ "x_train.npy": array([3, 28, 28]) });
  new DataView(stated.buffer).setUint32(stated.length - 22 - 57 + 24, 2 ** 31, true);
  return stated;
};

const REFUSED: readonly [string, Record<string, Uint8Array>, RegExp][] = [
  ["nothing", {}, /: expected train-images-idx3-ubyte .*, found nothing\. Add the files/],
  [
    "other files",
    { "notes.txt": csvRow("1") },
    /found "notes.txt"\. Add the files, or leave --data/,
  ],
  ["a name with a new line", { "a\nb\u202e": csvRow("1") }, /found "a\\nb\\u202e"\./],
  [
    "three of four",
    { ...named(USUAL.slice(0, 3).concat("x")) },
    /expected 4 files, found 3\. Add t10k-labels-idx1-ubyte/,
  ],
  [
    "Fashion-MNIST by name",
    named(within("fashion-mnist/")),
    /found those of another set: "fashion-mnist\/t10k-images-idx3-ubyte"/,
  ],
  ["CIFAR by name", { "cifar10.npz": npz() }, /found those of another set: "cifar10.npz"/],
  ["two that fit", { "a.npz": npz(), "b.npz": npz() }, /found "a.npz", "b.npz", which fit equally/],
  [
    "labels of 11 classes",
    { ...named(USUAL), [USUAL[1]!]: idx([5], () => 10) },
    /expected labels from 0 to 9, found 10 for image 1\./,
  ],
  [
    "images of 32x32",
    { ...named(USUAL), [USUAL[0]!]: idx([5, 32, 32], () => 0) },
    /expected images of 28x28, found 32x32/,
  ],
  ["no image", {
    ...named(USUAL),
    [USUAL[2]!]: idx([0, 28, 28], () => 0),
    [USUAL[3]!]: idx([0], () => 0),
  }, /expected at least one image, found none/],
  [
    "an npz of 8x8",
    { "d.npz": npz({ "x_train.npy": array([3, 8, 8]) }) },
    /expected x_train of shape \[count, 28, 28\], found \[3, 8, 8\]/,
  ],
  [
    "an npz of floats",
    { "d.npz": npz({ "x_train.npy": array([3, 28, 28], "<f4") }) },
    /expected whole numbers \(\|u1\) in "x_train.npy", found the type "<f4"/,
  ],
  [
    "an npz of objects",
    { "d.npz": npz({ "y_train.npy": array([3], "|O8") }) },
    /found the type "\|O8"/,
  ],
  [
    "an npz by columns",
    { "d.npz": npz({ "x_train.npy": array([3, 28, 28], "|u1", true) }) },
    /column by column \(fortran_order\)/,
  ],
  [
    "an npz with too few labels",
    { "d.npz": npz({ "y_train.npy": array([2]) }) },
    /expected 3 labels in y_train, one per image in x_train, found shape \[2\]/,
  ],
  [
    "an npz without labels",
    { "d.npz": npz({ "y_train.npy": undefined }) },
    /expected the arrays x_train, y_train, x_test and y_test, found "x_train", "x_test", "y_test"/,
  ],
  [
    "an npz that is none",
    { "d.npz": csvRow("1") },
    /expected a \.npz \(a zip archive\), found other bytes/,
  ],
  [
    "half an npz",
    { "d.npz": bytesOf("mnist.npz").slice(0, 20_000) },
    /expected a zip archive with a list of its files, found none/,
  ],
  [
    "an npz that announces 2 GiB",
    { "d.npz": bomb() },
    /expected at most 268,435,456 bytes in "x_train.npy", found 2,147,483,648/,
  ],
  [
    "a CSV of 8x8",
    { "d.csv": csvRow("1", "0", 64) },
    /expected a label and 784 pixels \(28x28\), separated by commas, in line 1, found 65/,
  ],
  [
    "a CSV of class 10",
    { "d.csv": csvRow("10") },
    /expected labels from 0 to 9, found 10 for image 1/,
  ],
  [
    "a CSV of class 1.5",
    { "d.csv": csvRow("1.5") },
    /expected labels from 0 to 9, found 1.5 for image 1/,
  ],
  [
    "a CSV with a gap",
    { "d.csv": csvRow("1", "") },
    /expected pixels from 0 to 255 in line 1, found ""/,
  ],
  [
    "a CSV of shares",
    { "d.csv": csvRow("1", "0.5") },
    /expected pixels from 0 to 255 in line 1, found "0.5"/,
  ],
  ["an empty CSV", { "d.csv": new Uint8Array() }, /expected a line per image, found none/],
  [
    "a CSV without lines",
    { "d.csv": new Uint8Array(1e6) },
    /expected at most 25,120 bytes in line 1, found more/,
  ],
  ["a CSV with the label last", {
    "d.csv": new TextEncoder().encode([...Array(784).fill("p"), "label"].join() + "\n"),
  }, /expected the label in column 1, found it in column 785/],
];
for (const [what, files, expected] of REFUSED) {
  Deno.test(`loadDataset() refuses a --data with ${what}`, () =>
    withFolder(async (dataDir) => {
      await write(dataDir, files);
      for (const subset of [false, true]) {
        assertMatch(await sentence(dataDir, "mnist", { subset }), expected);
      }
    }));
}

Deno.test("loadDataset() refuses MNIST's file for another set, and a file that is no data set", async () => {
  assertMatch(
    await sentence(`${CASES}mnist.npz`, "fashion-mnist"),
    /^Cannot load fashion-mnist from --data DATA: found a file of mnist by its name\./,
  );
  assertMatch(
    await sentence(`${CASES}own.json`),
    /expected a folder, a \.npz or a \.csv, found another file\. Give the folder that contains it\./,
  );
});

Deno.test("loadDataset() refuses a sparse IDX file of 1 GiB and a CSV of 4 GiB quickly", () =>
  withFolder(async (dataDir) => {
    await write(dataDir, named(USUAL));
    await Deno.truncate(`${dataDir}/${USUAL[0]}`, 2 ** 30);
    const began = performance.now();
    assertMatch(
      await sentence(dataDir),
      /expected at most 268,435,456 bytes, found 1,073,741,824/,
    );
    await Deno.writeFile(`${dataDir}/d.csv`, csvRow("1"));
    await Deno.truncate(`${dataDir}/d.csv`, 2 ** 32);
    assertMatch(await sentence(`${dataDir}/d.csv`), /bytes in line 4, found more/);
    assert(performance.now() - began < 1000);
  }));

Deno.test("loadDataset() unpacks no more of a gzip bomb than its header announces", () =>
  withFolder(async (dataDir) => {
    const bomb = new Uint8Array(2 ** 26);
    bomb.set(testImages);
    await write(dataDir, { ...named(USUAL), [`${USUAL[2]}.gz`]: gz(bomb) });
    await Deno.remove(`${dataDir}/${USUAL[2]}`);
    assertMatch(await sentence(dataDir), /expected 1,584 bytes after unpacking, found more/);
  }));

Deno.test("loadDataset() says that a folder of photographs holds no data set, and reads the embedded one", () =>
  withFolder(async (dataDir) => {
    await write(dataDir, { "david.png": new Uint8Array(1) });
    const { provenance } = await loadDataset("mnist", { dataDir });
    assertEquals(
      provenance[0]?.source,
      `embedded subset, 8000 training and 2000 test images; --data ${dataDir} holds other data only`,
    );
  }));

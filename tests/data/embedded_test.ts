import { assertEquals } from "@std/assert";
import { loadDataset } from "../../core/data/dataset.ts";
import { fashionMnist } from "../../core/data/fashion_mnist.ts";
import { decodeIdx, readIdx } from "../../core/data/idx.ts";
import { embedded } from "../../core/data/paths.ts";

const golden = (name: string) => new URL(`../golden/${name}`, import.meta.url);
const systemDir = fashionMnist.systemDir;
const hasRealSet = await Deno.stat(`${systemDir}/train-images-idx3-ubyte.gz`).then(
  () => true,
  () => false,
);
if (!hasRealSet) console.log(`Not checked against the real set: ${systemDir} is missing.`);

Deno.test("loadDataset() embeds 1,000 training and 200 test images of each class", async () => {
  const { train, test } = await loadDataset("fashion-mnist", { subset: true });
  for (const [{ labels }, each] of [[train, 1000], [test, 200]] as const) {
    const counts = new Array<number>(10).fill(0);
    for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
    assertEquals(counts, new Array(10).fill(each));
  }
});

Deno.test("loadDataset() balances the last quarter of the embedded training images, which validates", async () => {
  const { train } = await loadDataset("fashion-mnist", { subset: true });
  const counts = new Array<number>(10).fill(0);
  for (const label of train.labels.subarray(7500)) counts[label] = (counts[label] ?? 0) + 1;
  for (const count of counts) assertEquals(Math.round(count / 250), 1);
});

Deno.test("fashionMnist has the lengths and counts of the embedded files", async () => {
  for (const { images, labels } of [fashionMnist.subset.train, fashionMnist.subset.test]) {
    for (const [facts, rank] of [[images, 3], [labels, 1]] as const) {
      const { shape, file } = await readIdx(embedded(`fashion-mnist/${facts.name}.gz`), rank);
      assertEquals([shape[0], file.length], [facts.count, facts.bytes]);
    }
  }
});

Deno.test("readIdx() reads the golden run's 640 images, the first ones of the real set", async () => {
  const images = await readIdx(golden("fashion-first640-images.idx.gz"), 3);
  const labels = await readIdx(golden("fashion-first640-labels.idx.gz"), 1);
  assertEquals([images.shape, labels.shape], [[640, 28, 28], [640]]);
  // The published order begins: boots, T-shirt, T-shirt, dress, T-shirt, pullover, sneaker.
  assertEquals([...labels.data.subarray(0, 7)], [9, 0, 0, 3, 0, 2, 7]);
  if (!hasRealSet) return;
  const real = await readIdx(`${systemDir}/train-images-idx3-ubyte.gz`, 3);
  assertEquals(images.data, real.data.slice(0, 640 * 784));
});

Deno.test("loadDataset() embeds every sixth (test: fifth) image of each class of the real set", async () => {
  if (!hasRealSet) return;
  const real = await loadDataset("fashion-mnist", { cacheDir: "/nowhere" });
  const part = await loadDataset("fashion-mnist", { subset: true });
  assertEquals([real.subset, real.train.count, real.test.count], [false, 60_000, 10_000]);
  for (
    const [whole, chosen, step] of [[real.train, part.train, 6], [real.test, part.test, 5]] as const
  ) {
    const seen = new Map<number, number>();
    let at = 0;
    whole.labels.forEach((label, i) => {
      const nth = seen.get(label) ?? 0;
      seen.set(label, nth + 1);
      if (nth % step !== 0) return;
      assertEquals(chosen.labels[at], label);
      const [from, to] = [i * 784, at * 784];
      for (let p = 0; p < 784; p += 97) {
        assertEquals(chosen.images[to + p], whole.images[from + p]);
      }
      at++;
    });
    assertEquals(at, chosen.count);
  }
});

Deno.test("fashionMnist has the lengths and counts of the published files", () => {
  const { train, test } = fashionMnist.full;
  const files = [train.images, train.labels, test.images, test.labels];
  assertEquals(files.map(({ gz }) => gz.bytes), [26421880, 29515, 4422102, 5148]);
  assertEquals(files.map(({ count }) => count), [60_000, 60_000, 10_000, 10_000]);
});

Deno.test("decodeIdx() reads the training images of the subset in under half a second", async () => {
  const bytes = await Deno.readFile(embedded("fashion-mnist/train-images-idx3-ubyte.gz"));
  const start = performance.now();
  decodeIdx(bytes, 3, "x");
  assertEquals(performance.now() - start < 500, true);
});

Deno.test('loadDataset("mnist") gives 8,000 training and 2,000 test digits', async () => {
  const mnist = await loadDataset("mnist");
  assertEquals([mnist.train.count, mnist.test.count, mnist.subset], [8000, 2000, true]);
  const { files, ...provenance } = mnist.provenance[0]!;
  assertEquals(files?.length, 4);
  assertEquals(provenance.source, "embedded subset, 8000 training and 2000 test images");
});

Deno.test('loadDataset("mnist") mixes the classes evenly, so that any first part is balanced', async () => {
  const { train, test } = await loadDataset("mnist");
  for (const labels of [train.labels.subarray(0, 100), train.labels.subarray(7000), test.labels]) {
    const counts = new Array<number>(10).fill(0);
    for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
    // A tenth each, as nearly as MNIST has it: 9 % are fives, 11 % are ones.
    for (const count of counts) assertEquals(Math.abs(count / labels.length - 0.1) < 0.02, true);
  }
});

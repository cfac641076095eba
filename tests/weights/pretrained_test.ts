/** Where the weights of pretrained networks come from. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { seededRandom } from "../../core/base/random.ts";
import { encodeSafetensors } from "../../core/weights/safetensors.ts";
import { sha256 } from "../../core/base/hash.ts";
import { initialWeights } from "../../core/weights/initial_weights.ts";
import { embeddedWeights, weightsKnownFor } from "../../core/weights/manifest.ts";
import { pretrainedWeights } from "../../core/weights/pretrained.ts";
import { startingWeights } from "../../core/weights/starting_weights.ts";
import {
  dense,
  flatten,
  frozen,
  input,
  networkNames,
  pipeline,
  pretrained,
  UserError,
  weightsOf,
} from "../../dsl/mod.ts";
import { withFolder } from "../data/server.ts";

const small = pipeline(
  input(8, 8, 3),
  frozen([pretrained("vgg16", { until: "block1_pool" })]),
  flatten(),
  dense(1),
);
const cacheDir = "/nowhere";

Deno.test("weightsKnownFor() has the lengths and SHA-256 of the embedded files", async () => {
  for (const name of networkNames) {
    const { embedded, imagenet } = weightsKnownFor(name);
    assert(embedded || imagenet);
    if (!embedded) continue;
    const bytes = await Deno.readFile(embeddedWeights(embedded));
    assertEquals([bytes.length, sha256(bytes)], [embedded.bytes, embedded.sha256]);
  }
});

Deno.test("pretrainedWeights() reads the embedded ones up to their cut", async () => {
  const steps = pipeline(input(75, 75, 3), pretrained("inception-v3", { until: "mixed2" }));
  const { weights, provenance } = await pretrainedWeights(steps, { cacheDir });
  assertEquals(Object.keys(weights), weightsOf(steps).map(({ path }) => path));
  assert(provenance[0]!.source.includes("mixed6 and mixed7 were fine-tuned on another task"));
});

Deno.test("pretrainedWeights() reads a file, also inside frozen()", () =>
  withFolder(async (folder) => {
    const drawn = initialWeights(small, seededRandom(3));
    const path = `${folder}/vgg.safetensors`;
    const bytes = encodeSafetensors(drawn);
    await Deno.writeFile(path, bytes);
    const { weights, provenance } = await pretrainedWeights(small, { weights: path });
    assertEquals(Object.keys(weights), [
      "block1_conv1/kernel",
      "block1_conv1/bias",
      "block1_conv2/kernel",
      "block1_conv2/bias",
    ]);
    assertEquals(weights["block1_conv2/kernel"], drawn["block1_conv2/kernel"]);
    assertEquals(provenance, [
      {
        name: "weights of vgg16",
        source: `file ${path}; 4 weights matched by name`,
        sha256: sha256(bytes),
        standIn: false,
      },
    ]);
  }));

Deno.test("startingWeights() draws the same head for any weights of the network", () =>
  withFolder(async (folder) => {
    const path = `${folder}/vgg.safetensors`;
    await Deno.writeFile(path, encodeSafetensors(initialWeights(small, seededRandom(3))));
    const read = await startingWeights(small, seededRandom(4), { weights: path });
    const drawn = await startingWeights(small, seededRandom(4), { weights: "random" });
    assertEquals(drawn.weights, initialWeights(small, seededRandom(4)));
    assertEquals(drawn.provenance, []);
    assertEquals(read.weights["dense1/kernel"], drawn.weights["dense1/kernel"]);
  }));

const whole = pipeline(input(75, 75, 3), pretrained("inception-v3", { weights: "embedded" }));
const vgg = pretrained("vgg16", { until: "block1_pool", weights: "embedded" });
const { address, md5 } = weightsKnownFor("vgg16").imagenet!;
const file = address.slice(address.lastIndexOf("/") + 1);
const REFUSED: readonly [string, () => Promise<unknown>, string][] = [
  [
    "embedded weights that end before the network",
    () => pretrainedWeights(whole),
    "Cannot use the embedded weights of inception-v3: expected a cut at mixed7 or before, found " +
    "mixed10. Cut the network there, or use --weights imagenet.",
  ],
  [
    "embedded weights of a network that has none",
    () => pretrainedWeights(pipeline(input(8, 8, 3), vgg)),
    "Cannot use embedded weights for vgg16: the repository contains none. Use --weights imagenet, " +
    "or give a file with --weights PATH.",
  ],
  [
    "to download without being asked",
    () => pretrainedWeights(small, { cacheDir }),
    `Cannot use imagenet weights for vgg16: expected /nowhere/weights/${file}, found nothing. ` +
    `Download ${address} with --download, or give a file with --weights PATH.`,
  ],
  [
    "a file that is not there",
    () => pretrainedWeights(small, { weights: "/nowhere/vgg.h5" }),
    "Cannot read /nowhere/vgg.h5: there is no such file. Check the path.",
  ],
];
Deno.test("pretrainedWeights() refuses an embedded file with another SHA-256", async () => {
  const steps = pipeline(input(75, 75, 3), pretrained("inception-v3", { until: "mixed2" }));
  const { readFile } = Deno;
  const changed: typeof readFile = async (path) => {
    const bytes = await readFile(path);
    bytes[bytes.length - 1]! ^= 1;
    return bytes;
  };
  Reflect.set(Deno, "readFile", changed);
  try {
    await assertRejects(
      () => pretrainedWeights(steps),
      UserError,
      `: expected sha256 ${weightsKnownFor("inception-v3").embedded!.sha256}, found `,
    );
  } finally {
    Reflect.set(Deno, "readFile", readFile);
  }
});

for (
  const [place, folder, advice] of [
    ["the cache", "weights/", "Download it again with --download."],
    ["--data", "", "Download it again, or give another file with --weights PATH."],
  ] as const
) {
  Deno.test(`pretrainedWeights() refuses a file of ${place} with another MD5, without a request`, () =>
    withFolder(async (dir) => {
      const path = `${dir}/${folder}${file}`;
      await Deno.mkdir(`${dir}/weights`);
      await Deno.writeFile(path, new Uint8Array());
      const options = folder === "" ? { cacheDir, dataDir: dir } : { cacheDir: dir };
      const { message } = await assertRejects(() => pretrainedWeights(small, options), UserError);
      // RFC 1321, appendix A.5: the MD5 of no bytes.
      assertEquals(
        message,
        `Cannot use ${path}: expected md5 ${md5}, found d41d8cd98f00b204e9800998ecf8427e. ${advice}`,
      );
    }));
}

for (const [what, ask, sentence] of REFUSED) {
  Deno.test(`pretrainedWeights() refuses ${what}`, async () => {
    assertEquals((await assertRejects(ask, UserError)).message, sentence);
  });
}

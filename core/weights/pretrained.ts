/** The weights of a pipeline's pretrained networks: found, checked and read. */
import { basename } from "node:path";
import { UserError } from "../base/errors.ts";
import { allNodes, type LayerNode, layerNodes, type Steps } from "../../dsl/pipeline.ts";
import { rule, type TensorSpec, type WeightsFrom } from "../../dsl/step.ts";
import { download } from "../data/download.ts";
import { defaultCacheDir, fromProject } from "../data/paths.ts";
import type { DataOptions, Provenance } from "../data/provenance.ts";
import { isFile, readUserFile } from "../data/read.ts";
import { sha256 } from "../base/hash.ts";
import type { Weights } from "./initial_weights.ts";
import { matchStored } from "./match_stored.ts";
import { embeddedWeights, type NetworkWeights, weightsKnownFor } from "./manifest.ts";
import { openWeights } from "./open_weights.ts";

/** The weights of all pretrained networks of a pipeline, and where they came from. */
export interface Pretrained {
  readonly weights: Weights;
  readonly provenance: readonly Provenance[];
}

/** A file of weights, and how the report calls it. */
interface Place {
  readonly path: string | URL;
  readonly source: string;
  /** What its bytes must have; undefined for the user's own file. */
  readonly sha256?: string;
}

/**
 * Reads what the `pretrained` steps of a pipeline need; a pipeline without one needs nothing. A
 * network with weights "random" is left out: whoever draws the others draws them too.
 *
 * @throws {UserError} One sentence if there are no such weights, they can't be had, or don't fit.
 */
export async function pretrainedWeights(
  pipeline: Steps,
  options: DataOptions = {},
  input?: TensorSpec,
): Promise<Pretrained> {
  const weights: Record<string, Weights[string]> = {};
  const provenance: Provenance[] = [];
  for (const place of allNodes(layerNodes(pipeline, input))) {
    const from = place.step[rule].weightsFrom;
    if (!from) continue;
    const found = await find(from, options);
    if (!found) continue;
    const file = await readUserFile(found.path);
    const digest = sha256(file.bytes);
    if (found.sha256 !== undefined && digest !== found.sha256) {
      throw new UserError(
        `Cannot use ${file.name}: expected sha256 ${found.sha256}, found ${digest}; ` +
          "fetch the repository again.",
      );
    }
    using stored = await openWeights(file);
    const needed = allNodes(place.parts.flat()).flatMap((inner: LayerNode) => inner.weights);
    Object.assign(weights, matchStored(stored, needed, from.network));
    provenance.push({
      name: `weights of ${from.network}`,
      source: found.source,
      sha256: digest,
      standIn: false,
    });
  }
  return { weights, provenance };
}

async function find(from: WeightsFrom, options: DataOptions): Promise<Place | undefined> {
  const known = weightsKnownFor(from.network);
  const wanted = options.weights ?? from.weights ?? whatThereIs(known, from);
  if (wanted === "random") return undefined;
  if (wanted === "embedded") return embedded(known, from);
  if (wanted === "imagenet") return await published(known, from, options);
  return { path: wanted, source: `file ${wanted}` };
}

/** Does the embedded file hold all of these steps: as far as its cut, or less? */
function covers({ embedded }: NetworkWeights, { steps }: WeightsFrom): boolean {
  const at = steps.findIndex(({ name }) => name === embedded?.until);
  return embedded !== undefined && (at < 0 || at === steps.length - 1);
}

function whatThereIs(known: NetworkWeights, from: WeightsFrom): string {
  return covers(known, from) ? "embedded" : "imagenet";
}

function embedded(known: NetworkWeights, from: WeightsFrom): Place {
  const { network, steps } = from;
  if (known.embedded && covers(known, from)) {
    const { origin, sha256 } = known.embedded;
    return { path: embeddedWeights(known.embedded), source: `embedded: ${origin}`, sha256 };
  }
  throw new UserError(
    known.embedded
      ? `Cannot use embedded weights for ${network} to ${steps.at(-1)?.name}: expected a cut at ` +
        `${known.embedded.until} or before, choose that or --weights imagenet.`
      : `Cannot use embedded weights for ${network}: there are none, choose --weights imagenet or ` +
        "give a file with --weights PATH.",
  );
}

async function published(
  { imagenet }: NetworkWeights,
  { network }: WeightsFrom,
  options: DataOptions,
): Promise<Place> {
  if (!imagenet) {
    throw new UserError(`Cannot use imagenet weights for ${network}: none are known, give a file.`);
  }
  const { address } = imagenet;
  const name = basename(new URL(address).pathname);
  const cached = `${options.cacheDir ?? defaultCacheDir()}/weights/${name}`;
  const { dataDir } = options;
  if (dataDir !== undefined && await isFile(`${dataDir}/${name}`)) {
    return { path: `${dataDir}/${name}`, source: `--data ${dataDir}` };
  }
  if (!options.download && !await isFile(cached)) {
    throw new UserError(
      `Cannot use imagenet weights for ${network}: expected ${
        fromProject(cached)
      }, found nothing; ` +
        `fetch ${address} with --download, or give the file with --weights PATH.`,
    );
  }
  await download(imagenet, cached, options);
  return { path: cached, source: `${address}, cached in ${fromProject(cached)}` };
}

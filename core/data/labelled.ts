/** Reads the images and labels of one split and checks them against the known facts. */
import { UserError } from "../base/errors.ts";
import { sha256 } from "../base/hash.ts";
import { type Idx, readIdx } from "./idx.ts";
import { checkLabels, type SetFacts, type Split } from "./labelled_checks.ts";
import type { FileFacts, SplitFacts } from "./manifest.ts";
import { displayName } from "./read.ts";

export type { Split };

/** The path of each file, by the file's name. */
export type FileLocations = ReadonlyMap<string, string | URL>;

/**
 * Reads the images and labels of a split whose files are known.
 *
 * @param shape Height, width and channels of one image.
 * @throws {UserError} If a file cannot be read, if the numbers of images and labels differ, if the
 * images have another size, or if a file has another SHA-256.
 */
export async function readLabelled(
  facts: SplitFacts,
  locations: FileLocations,
  shape: readonly [number, number, number],
): Promise<Split> {
  const imagesAt = locationOf(facts.images, locations);
  const labelsAt = locationOf(facts.labels, locations);
  const { images, labels, count } = await readPair(imagesAt, labelsAt, shape);
  check(facts.images, sha256(images.file), imagesAt);
  check(facts.labels, sha256(labels.file), labelsAt);
  return { images: images.data, labels: labels.data, count };
}

/** A split of the user's own, and the SHA-256 of each of its two unpacked files. */
export interface OwnSplit {
  readonly split: Split;
  readonly sha256: readonly [images: string, labels: string];
}

/**
 * Reads the images and labels of a split of the user's own, of any number. A file of exactly the
 * length of the published one must have its SHA-256: otherwise it is damaged, or it is the file of a
 * set that shares names and lengths with this one, as MNIST and Fashion-MNIST do.
 *
 * @throws {UserError} As {@linkcode readLabelled}, and if a label is no class of the set.
 */
export async function readOwnSplit(
  [imagesAt, labelsAt]: readonly [images: string, labels: string],
  set: SetFacts,
  published: SplitFacts | undefined,
): Promise<OwnSplit> {
  const { images, labels, count } = await readPair(imagesAt, labelsAt, set.shape);
  const digests = [sha256(images.file), sha256(labels.file)] as const;
  if (published?.images.bytes === images.file.length) {
    check(published.images, digests[0], imagesAt);
    check(published.labels, digests[1], labelsAt);
  }
  if (count === 0) {
    throw new UserError(
      `Cannot use ${imagesAt}: expected at least one image, found none. Give a file with images.`,
    );
  }
  return {
    split: { images: images.data, labels: checkLabels(labels.data, set, labelsAt), count },
    sha256: digests,
  };
}

async function readPair(
  imagesAt: string | URL,
  labelsAt: string | URL,
  shape: readonly [number, number, number],
): Promise<{ readonly images: Idx; readonly labels: Idx; readonly count: number }> {
  const images = await readIdx(imagesAt, 3);
  const labels = await readIdx(labelsAt, 1);
  const [count = 0, height, width] = images.shape;
  if (labels.shape[0] !== count) {
    throw new UserError(
      `Cannot use ${displayName(labelsAt)}: expected ${count} labels, one per image in ` +
        `${displayName(imagesAt)}, found ${labels.shape[0]}. Download both files again.`,
    );
  }
  if (height !== shape[0] || width !== shape[1]) {
    throw new UserError(
      `Cannot use ${displayName(imagesAt)}: expected images of ${shape[0]}x${shape[1]}, ` +
        `found ${height}x${width}. Replace it: it belongs to another data set.`,
    );
  }
  return { images, labels, count };
}

const locationOf = ({ name }: FileFacts, locations: FileLocations): string | URL => {
  const found = locations.get(name);
  if (found === undefined) throw new Error(`No location for ${name}.`);
  return found;
};

function check(facts: FileFacts, found: string, at: string | URL): void {
  if (found === facts.sha256) return;
  throw new UserError(
    `Cannot use ${displayName(at)}: expected sha256 ${facts.sha256} after unpacking, ` +
      `found ${found}. Delete the file and download it again.`,
  );
}

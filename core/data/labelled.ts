/** Reads the images and labels of one split and checks them against the known facts. */
import { UserError } from "../base/errors.ts";
import { sha256 } from "../base/hash.ts";
import { type Idx, readIdx } from "./idx.ts";
import type { FileFacts, SplitFacts } from "./manifest.ts";
import { displayName } from "./read.ts";

/** Images and the class number of each. */
export interface Split {
  /** [count, height, width, channels], one byte each, the last index fastest. */
  readonly images: Uint8Array<ArrayBuffer>;
  /** [count], one byte each. */
  readonly labels: Uint8Array<ArrayBuffer>;
  /** The number of images. */
  readonly count: number;
}

/** The path of each file, by the file's name. */
export type FileLocations = ReadonlyMap<string, string | URL>;

/**
 * Reads the images and labels of a split.
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
  check(facts.images, images, imagesAt);
  check(facts.labels, labels, labelsAt);
  return { images: images.data, labels: labels.data, count };
}

const locationOf = ({ name }: FileFacts, locations: FileLocations): string | URL => {
  const found = locations.get(name);
  if (found === undefined) throw new Error(`No location for ${name}.`);
  return found;
};

function check(facts: FileFacts, { file }: Idx, at: string | URL): void {
  const found = sha256(file);
  if (found === facts.sha256) return;
  throw new UserError(
    `Cannot use ${displayName(at)}: expected sha256 ${facts.sha256} after unpacking, ` +
      `found ${found}. Delete the file and download it again.`,
  );
}

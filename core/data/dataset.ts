/** Loads a labelled image data set: finds its files, checks them and holds them in memory. */
import { UserError } from "../base/errors.ts";
import { sha256 } from "../base/hash.ts";
import { fashionMnist } from "./fashion_mnist.ts";
import { embeddedLocations, findDataset } from "./find_dataset.ts";
import { readLabelled, type Split } from "./labelled.ts";
import type { DatasetSource, EmbeddedSource, SplitFacts } from "./manifest.ts";
import { mnist } from "./mnist.ts";
import type { DataOptions, Provenance } from "./provenance.ts";

export type { DataOptions, Provenance, Split };

/** A labelled image data set in memory; the SHA-256 of each of its files has been checked. */
export interface Dataset {
  /** "fashion-mnist" or "mnist". */
  readonly name: string;
  /** The name of each class number. */
  readonly classes: readonly string[];
  /** Height, width and channels of one image. */
  readonly shape: readonly [number, number, number];
  /** The examples for training and validation. */
  readonly train: Split;
  /** The examples for testing. */
  readonly test: Split;
  /** True if this is the embedded part instead of the whole set. */
  readonly subset: boolean;
  /** Where the files were found. */
  readonly provenance: readonly Provenance[];
}

/** Which part of a data set to load, and from where. */
export interface DatasetOptions extends DataOptions {
  /** Uses the embedded part even where the whole set is available: the same results everywhere. */
  readonly subset?: boolean;
}

const SOURCES: readonly (DatasetSource | EmbeddedSource)[] = [fashionMnist, mnist];

/**
 * Loads the data set called `name`. Searches `dataDir`, the cache and the system's data folder, in
 * this order, then downloads the files if `download` is set. If none of these has the whole set, it
 * loads the embedded part and sets `subset`. Of `mnist` only the embedded part is known.
 *
 * @param name "fashion-mnist" or "mnist".
 * @returns Per split, `count` images of height × width × channels bytes and `count` class numbers.
 * @throws {UserError} If the name is unknown, if a file is damaged or is another file than the
 * expected one, or if a download fails.
 *
 * @example
 * ```ts
 * import { loadDataset } from "./dataset.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { train, classes } = await loadDataset("fashion-mnist", { subset: true });
 * assertEquals(train.count, 10_000);
 * assertEquals(classes[train.labels[0] ?? 0], "Boots");
 * ```
 */
export async function loadDataset(name: string, options: DatasetOptions = {}): Promise<Dataset> {
  const source = SOURCES.find((source) => source.name === name);
  if (source === undefined) {
    const known = SOURCES.map((source) => source.name).join(", ");
    throw new UserError(`Cannot load the data set "${name}": expected one of ${known}.`);
  }
  return await loadFrom(source, options);
}

/** Like {@linkcode loadDataset}, for the data set that `source` describes. */
export async function loadFrom(
  source: DatasetSource | EmbeddedSource,
  options: DatasetOptions = {},
): Promise<Dataset> {
  const published = !options.subset && "full" in source ? source : undefined;
  const found = published && await findDataset(published, options);
  const facts = found ? published.full : source.subset;
  const locations = found?.locations ?? embeddedLocations(source);
  const read = (split: SplitFacts) => readLabelled(split, locations, source.shape);
  // One after the other, so that of two damaged files the error always names the same one.
  const train = await read(facts.train);
  const test = await read(facts.test);
  const files = [facts.train, facts.test].flatMap(({ images, labels }) => [images, labels])
    .map(({ name, sha256 }) => ({ name, sha256 }));
  const listing = files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join("");
  return {
    name: source.name,
    classes: source.classes,
    shape: source.shape,
    train,
    test,
    subset: found === undefined,
    provenance: [{
      name: source.name,
      source: found?.source ??
        `embedded subset, ${train.count} training and ${test.count} test images`,
      sha256: sha256(new TextEncoder().encode(listing)),
      standIn: false,
      files,
    }],
  };
}

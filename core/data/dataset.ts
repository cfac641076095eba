/** Finding a labelled image set, checking it and holding it in memory. */
import { UserError } from "../base/errors.ts";
import { sha256 } from "../base/hash.ts";
import { fashionMnist } from "./fashion_mnist.ts";
import { embeddedLocations, findDataset } from "./find_dataset.ts";
import { readLabelled, type Split } from "./labelled.ts";
import type { DatasetSource, EmbeddedSource, SplitFacts } from "./manifest.ts";
import { mnist } from "./mnist.ts";
import type { DataOptions, Provenance } from "./provenance.ts";

export type { DataOptions, Provenance, Split };

/** A labelled image set in memory, every file of it checked by SHA-256. */
export interface Dataset {
  readonly name: string;
  /** The name of each class number. */
  readonly classes: readonly string[];
  /** Height, width and channels of one image. */
  readonly shape: readonly [number, number, number];
  readonly train: Split;
  readonly test: Split;
  /** True if this is the embedded part and not the whole set. */
  readonly subset: boolean;
  readonly provenance: readonly Provenance[];
}

/** What to load of a data set, and from where. */
export interface DatasetOptions extends DataOptions {
  /** Take the embedded part whatever else is there, so that results are the same everywhere. */
  readonly subset?: boolean;
}

const SOURCES: readonly (DatasetSource | EmbeddedSource)[] = [fashionMnist, mnist];

/**
 * The data set called `name`. Looked for in `dataDir`, the cache and the system's data folder, then
 * fetched if `download` is set; failing all, the embedded part is taken and `subset` says so. Of
 * `mnist` there is only the embedded part.
 *
 * @throws {UserError} One sentence if the name is unknown, a file is damaged or not the one
 * expected, or a download fails.
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
    throw new UserError(`Cannot load "${name}": expected the name of a data set (${known}).`);
  }
  return await loadFrom(source, options);
}

/** Like {@linkcode loadDataset}, for a set described by `source`. */
export async function loadFrom(
  source: DatasetSource | EmbeddedSource,
  options: DatasetOptions = {},
): Promise<Dataset> {
  const published = !options.subset && "full" in source ? source : undefined;
  const found = published && await findDataset(published, options);
  const facts = found ? published.full : source.subset;
  const locations = found?.locations ?? embeddedLocations(source);
  const read = (split: SplitFacts) => readLabelled(split, locations, source.shape);
  // One after the other, so that of two damaged files always the same is named.
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

/** Loads a labelled image data set: finds its files, checks them and holds them in memory. */
import { UserError } from "../base/errors.ts";
import { quoted } from "../base/quoted.ts";
import { sha256 } from "../base/hash.ts";
import { grouped } from "../base/numbers.ts";
import { fashionMnist } from "./fashion_mnist.ts";
import { embeddedLocations, findDataset } from "./find_dataset.ts";
import { readLabelled, type Split } from "./labelled.ts";
import type { DatasetSource, EmbeddedSource, SplitFacts } from "./manifest.ts";
import { firstOf } from "./labelled_checks.ts";
import { mnist } from "./mnist.ts";
import { loadOwnData, type OwnData } from "./own_data.ts";
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
  /** True if this is not the whole published set: a part of it, or data of the user's. */
  readonly subset: boolean;
  /** Where the files were found. */
  readonly provenance: readonly Provenance[];
}

/** Which part of a data set to load, and from where. */
export interface DatasetOptions extends DataOptions {
  /**
   * Uses the embedded part even where the whole set is available: the same results everywhere. Of the
   * data in `dataDir` it uses as many examples as the embedded part has.
   */
  readonly subset?: boolean;
}

const SOURCES: readonly (DatasetSource | EmbeddedSource)[] = [fashionMnist, mnist];

/**
 * Loads the data set called `name`. The data set in `dataDir`, a folder or a file in one of the usual
 * layouts (IDX, `.npz`, CSV), is used whatever its number of examples. Without `dataDir`, searches the
 * cache and the system's data folder, then downloads the files if `download` is set. If none of these
 * has the whole set, loads the embedded part and sets `subset`. Of `mnist` only the embedded part is
 * known.
 *
 * @param name "fashion-mnist" or "mnist".
 * @returns Per split, `count` images of height × width × channels bytes and `count` class numbers.
 * @throws {UserError} If the name is unknown, if `dataDir` holds no data set or another one, if a file
 * is damaged or is another file than the expected one, or if a download fails.
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
    throw new UserError(`Cannot load the data set ${quoted(name)}: expected one of ${known}.`);
  }
  return await loadFrom(source, options);
}

/** Like {@linkcode loadDataset}, for the data set that `source` describes. */
export async function loadFrom(
  source: DatasetSource | EmbeddedSource,
  options: DatasetOptions = {},
): Promise<Dataset> {
  const { dataDir } = options;
  const published = "full" in source ? source : undefined;
  const own = dataDir !== undefined && await loadOwnData(dataDir, source, published?.full);
  if (own) return ofTheUser(own, dataDir, source, options.subset);
  const found = published && !options.subset ? await findDataset(published, options) : undefined;
  const facts = found ? found.facts : source.subset;
  const locations = found?.locations ?? embeddedLocations(source);
  const read = (split: SplitFacts) => readLabelled(split, locations, source.shape);
  // One after the other, so that of two damaged files the error always names the same one.
  const train = await read(facts.train);
  const test = await read(facts.test);
  const files = [facts.train, facts.test].flatMap(({ images, labels }) => [images, labels])
    .map(({ name, sha256 }) => ({ name, sha256 }));
  const where = found?.source ??
    `embedded subset, ${train.count} training and ${test.count} test images`;
  return {
    ...described(source),
    train,
    test,
    subset: found === undefined,
    provenance: [{
      name: source.name,
      source: dataDir === undefined ? where : `${where}; --data ${dataDir} holds other data only`,
      sha256: listSha256(files),
      standIn: false,
      files,
    }],
  };
}

/** The data of `--data`: whole, or in a quick run as many examples as the embedded part has. */
function ofTheUser(
  own: OwnData,
  dataDir: string,
  source: DatasetSource | EmbeddedSource,
  quick = false,
): Dataset {
  refuseOtherSet(own, dataDir, source);
  const { subset } = source;
  const train = quick ? firstOf(own.train, subset.train.images.count) : own.train;
  const test = quick ? firstOf(own.test, subset.test.images.count) : own.test;
  const files = own.files.map(({ name }) => name).join(", ");
  const cut = train.count < own.train.count || test.count < own.test.count;
  const notes = [
    // The usual files of the published set need no name.
    `--data ${dataDir}` + (own.published || dataDir.endsWith(files) ? "" : `: ${files}`),
    ...(own.published ? [] : [`the user's own data, not the published ${source.name}`]),
    ...(own.note === "" ? [] : [own.note]),
    ...(cut
      ? [
        `of ${grouped(own.train.count)} training and ${grouped(own.test.count)} test images the ` +
        `first ${grouped(train.count)} and ${grouped(test.count)}, because the run is quick`,
      ]
      : []),
  ];
  const [file, ...others] = own.files;
  return {
    ...described(source),
    train,
    test,
    subset: cut || !own.published,
    provenance: [{
      name: source.name,
      source: notes.join("; "),
      sha256: file && others.length === 0 ? file.sha256 : listSha256(own.files),
      standIn: false,
      files: own.files,
    }],
  };
}

/** Refuses the published files of another set, which may have the same names. */
function refuseOtherSet({ files }: OwnData, dataDir: string, { name }: EmbeddedSource): void {
  for (const other of SOURCES) {
    if (other.name === name || !("full" in other)) continue;
    const known = [other.full.train, other.full.test].map(({ images }) => images.sha256);
    const file = files.find(({ sha256 }) => known.includes(sha256));
    if (!file) continue;
    throw new UserError(
      `Cannot load ${name} from --data ${dataDir}: expected files of ${name}, found ${other.name}'s ` +
        `${file.name}. Give data of ${name}, or leave --data out.`,
    );
  }
}

const described = ({ name, classes, shape }: EmbeddedSource) => ({ name, classes, shape });

/** The SHA-256 of a list of files in `sha256sum`'s format. */
const listSha256 = (files: OwnData["files"]): string =>
  sha256(
    new TextEncoder().encode(files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join("")),
  );

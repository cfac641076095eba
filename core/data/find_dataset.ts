/** Finds the files of a data set: the folders that are searched, in order, and the download. */
import { download } from "./download.ts";
import type { FileLocations } from "./labelled.ts";
import type { DatasetSource, EmbeddedSource, Splits } from "./manifest.ts";
import { defaultCacheDir, embedded, fromProject } from "./paths.ts";
import type { DataOptions } from "./provenance.ts";
import { isFile, mayRead } from "./read.ts";

/** Where all files of a data set were found. */
export interface FoundDataset {
  /** In words, for the report: "cache .convlab/cache/fashion-mnist". */
  readonly source: string;
  readonly locations: FileLocations;
  /** The facts of the files. */
  readonly facts: Splits;
}

/**
 * Searches the cache and the system's folder for the whole set, then downloads it if
 * `download` is set.
 *
 * @returns The first that has every file; undefined if none has.
 * @throws {UserError} If the download fails.
 */
export async function findDataset(
  source: DatasetSource,
  options: DataOptions,
): Promise<FoundDataset | undefined> {
  const cache = `${options.cacheDir ?? defaultCacheDir()}/${source.name}`;
  for (const [kind, folder] of [["cache", cache], ["system", source.systemDir]] as const) {
    if (!await mayRead(folder)) continue;
    const locations = await look(source, folder);
    if (locations.size === names(source.full).length) {
      return { source: `${kind} ${fromProject(folder)}`, locations, facts: source.full };
    }
  }
  if (!options.download) return undefined;
  for (const { name, gz } of Object.values(source.full).flatMap(Object.values)) {
    const remote = { ...gz, address: `${source.address}${name}.gz` };
    await download(remote, `${cache}/${name}.gz`, options);
  }
  return {
    source: `download from ${source.address}`,
    locations: await look(source, cache),
    facts: source.full,
  };
}

const names = ({ train, test }: Splits): string[] =>
  [train, test].flatMap(({ images, labels }) => [images.name, labels.name]);

/** The set's files that the folder contains, gzipped or unpacked. */
async function look(source: DatasetSource, folder: string): Promise<FileLocations> {
  const locations = new Map<string, string>();
  for (const name of names(source.full)) {
    for (const path of [`${folder}/${name}.gz`, `${folder}/${name}`]) {
      if (!locations.has(name) && await isFile(path)) locations.set(name, path);
    }
  }
  return locations;
}

/** The files of the embedded part. */
export const embeddedLocations = ({ name: set, subset }: EmbeddedSource): FileLocations =>
  new Map(names(subset).map((name) => [name, embedded(`${set}/${name}.gz`)]));

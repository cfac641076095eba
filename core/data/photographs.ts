/** The book's photographs, which may be linked to but not shipped, and what stands in for them. */
import manifest from "../../weights/data/photographs.json" with { type: "json" };
import faces from "../../weights/data/stand-ins-faces.json" with { type: "json" };
import scenes from "../../weights/data/stand-ins.json" with { type: "json" };
import { UserError } from "../base/errors.ts";
import { sha256 } from "../base/hash.ts";
import { download, type RemoteFile } from "./download.ts";
import { type DecodedImage, decodeImage } from "./image.ts";
import { defaultCacheDir, embedded, fromProject } from "./paths.ts";
import type { DataOptions, Provenance } from "./provenance.ts";
import { displayName, isFile, mayRead, readUserFile, requireFolder } from "./read.ts";

/** An image and where it came from. */
export interface Photograph {
  readonly image: DecodedImage;
  readonly provenance: Provenance;
}

/** A photograph of the book: its name in the book's data folder, and how to know it. */
export interface PhotographFacts extends RemoteFile {
  readonly name: string;
}

/** A picture that may be shipped and takes the place of one of the book's photographs. */
export interface StandIn {
  /** The photograph that it stands in for. */
  readonly for: string;
  /** Under `weights/data/stand-ins/`. */
  readonly file: string;
  /** Whose it is, under which licence, and what was changed. */
  readonly origin: string;
  readonly sha256: string;
}

/** All 42 photographs of the book: david.png, book.png, faces/, animals/ and test_data/. */
export const bookPhotographs: readonly PhotographFacts[] = manifest.photographs.map(
  ({ file, url, bytes, sha256 }) => ({ name: file, address: url, bytes, sha256 }),
);

const standIns: readonly StandIn[] = [...scenes, ...faces];

/**
 * The book's photograph called `name` ("david.png", "faces/img01.jpg"). Looked for in `dataDir`,
 * then in the cache, then fetched if `download` is set; failing all, a free one takes its place and
 * the provenance says so (`standIn`). Each is checked by SHA-256 before it is decoded.
 *
 * @throws {UserError} One sentence if the name is unknown, if a file is not the book's, if a
 * download fails, or if the photograph is not at hand and nothing stands in for it.
 */
export async function photograph(name: string, options: DataOptions = {}): Promise<Photograph> {
  const facts = bookPhotographs.find((facts) => facts.name === name);
  if (facts === undefined) {
    throw new UserError(
      `Cannot find a photograph "${name}": expected david.png, book.png, faces/img01.jpg to ` +
        `img15.jpg, animals/img01.jpg to img15.jpg or test_data/img01.jpg to img10.jpg.`,
    );
  }
  return await photographFrom(facts, standIns, options);
}

/** Like {@linkcode photograph}, for any photograph and any stand-ins. */
export async function photographFrom(
  facts: PhotographFacts,
  standIns: readonly StandIn[],
  options: DataOptions = {},
): Promise<Photograph> {
  const found = await find(facts, options);
  if (found !== undefined) {
    return await open(found.path, facts.sha256, { name: facts.name, source: found.source });
  }
  const standIn = standIns.find((standIn) => standIn.for === facts.name);
  if (standIn === undefined) {
    throw new UserError(
      `Cannot find ${facts.name}: the book's photographs carry no licence and are not shipped, ` +
        `fetch them with --download or give their folder with --data DIR.`,
    );
  }
  return await open(embedded(`stand-ins/${standIn.file}`), standIn.sha256, {
    name: facts.name,
    source: `stand-in: ${standIn.origin}`,
    standIn: true,
  });
}

async function find(facts: PhotographFacts, options: DataOptions) {
  const { dataDir } = options;
  if (dataDir !== undefined) {
    await requireFolder(dataDir);
    const path = `${dataDir}/${facts.name}`;
    if (await isFile(path)) return { path, source: `--data ${dataDir}` };
  }
  const path = `${options.cacheDir ?? defaultCacheDir()}/photographs/${facts.name}`;
  if (options.download) {
    await download(facts, path, options);
    return { path, source: facts.address };
  }
  const cached = await mayRead(path) && await isFile(path);
  return cached ? { path, source: `cache ${fromProject(path)}` } : undefined;
}

/** The image in a file that must have the given checksum. */
async function open(
  path: string | URL,
  expected: string,
  { name, source, standIn = false }: { name: string; source: string; standIn?: boolean },
): Promise<Photograph> {
  const { bytes } = await readUserFile(path);
  const found = sha256(bytes);
  if (found !== expected) {
    throw new UserError(
      `Cannot use ${displayName(path)}: expected ${name} with sha256 ${expected}, ` +
        `found ${found}; delete it or fetch it again.`,
    );
  }
  const image = await decodeImage(bytes, displayName(path));
  return { image, provenance: { name, source, sha256: found, standIn } };
}

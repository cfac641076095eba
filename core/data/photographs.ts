/**
 * The photographs of the book, which carry no licence and are therefore not part of the repository,
 * and the free images that replace them (stand-ins).
 */
import manifest from "../../weights/data/photographs.json" with { type: "json" };
import faces from "../../weights/data/stand-ins-faces.json" with { type: "json" };
import scenes from "../../weights/data/stand-ins.json" with { type: "json" };
import { UserError } from "../base/errors.ts";
import { quoted } from "../base/quoted.ts";
import { sha256 } from "../base/hash.ts";
import { download, type RemoteFile } from "./download.ts";
import { type DecodedImage, decodeImage } from "./image.ts";
import { defaultCacheDir, embedded, fromProject } from "./paths.ts";
import type { DataOptions, Provenance } from "./provenance.ts";
import { displayName, isFile, mayRead, readUserFile, requirePlace } from "./read.ts";

/** An image and where it came from. */
export interface Photograph {
  readonly image: DecodedImage;
  readonly provenance: Provenance;
}

/** A photograph of the book: its name in the book's data folder, its address and its checksum. */
export interface PhotographFacts extends RemoteFile {
  readonly name: string;
}

/** A free image in the repository that replaces one of the book's photographs. */
export interface StandIn {
  /** The name of the photograph that it replaces. */
  readonly for: string;
  /** Its path below `weights/data/stand-ins/`. */
  readonly file: string;
  /** Its author, its licence, and how it was changed. */
  readonly origin: string;
  readonly sha256: string;
}

/** All 42 photographs of the book: david.png, book.png, faces/, animals/ and test_data/. */
export const bookPhotographs: readonly PhotographFacts[] = manifest.photographs.map(
  ({ file, url, bytes, sha256 }) => ({ name: file, address: url, bytes, sha256 }),
);

const standIns: readonly StandIn[] = [...scenes, ...faces];

/**
 * Opens the book's photograph called `name` ("david.png", "faces/img01.jpg"). Searches `dataDir`,
 * then downloads the photograph if `download` is set, otherwise reads the cache. If it is unavailable,
 * a free image stands in for it, and its provenance has `standIn` set. The SHA-256 of each file is
 * checked before it is decoded.
 *
 * @throws {UserError} If the name is unknown, if a file has another SHA-256, if a download fails, or
 * if the photograph is unavailable and has no stand-in.
 */
export async function photograph(name: string, options: DataOptions = {}): Promise<Photograph> {
  const facts = bookPhotographs.find((facts) => facts.name === name);
  if (facts === undefined) {
    throw new UserError(
      `Cannot find the photograph ${
        quoted(name)
      }: expected david.png, book.png, faces/img01.jpg to ` +
        `img15.jpg, animals/img01.jpg to img15.jpg or test_data/img01.jpg to img10.jpg.`,
    );
  }
  return await photographFrom(facts, standIns, options);
}

/** Like {@linkcode photograph}, with the facts and the stand-ins as arguments. */
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
      `Cannot find ${facts.name}: the book's photographs carry no licence and are not included. ` +
        "Download them with --download, or give their folder with --data DIR.",
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
    await requirePlace(dataDir);
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

/** Reads the image in a file whose SHA-256 must be `expected`. */
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
        `found ${found}. Delete the file and download it again.`,
    );
  }
  const image = await decodeImage(bytes, displayName(path));
  return { image, provenance: { name, source, sha256: found, standIn } };
}

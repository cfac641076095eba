/** Images by what a pipeline calls them: a photograph of the book, or a file of the user's. */
import { sha256 } from "../base/hash.ts";
import { decodeImage } from "./image.ts";
import { bookPhotographs, type Photograph, photograph } from "./photographs.ts";
import type { DataOptions } from "./provenance.ts";
import { displayName, readUserFile } from "./read.ts";

/**
 * The image that `image(name)` means: the book's photograph of that name (or its stand-in), else
 * the file at that path. Throws a UserError if it can't be had.
 */
export async function openImage(name: string, options: DataOptions): Promise<Photograph> {
  if (bookPhotographs.some((known) => known.name === name)) return photograph(name, options);
  const { bytes } = await readUserFile(name);
  const image = await decodeImage(bytes, displayName(name));
  const provenance = { name, source: "file", sha256: await sha256(bytes), standIn: false };
  return { image, provenance };
}

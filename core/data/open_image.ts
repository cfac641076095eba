/** Opens the images that pipelines name: a photograph of the book, or a file of the user. */
import { sha256 } from "../base/hash.ts";
import { decodeImage } from "./image.ts";
import { bookPhotographs, type Photograph, photograph } from "./photographs.ts";
import type { DataOptions } from "./provenance.ts";
import { displayName, readUserFile } from "./read.ts";

/**
 * Opens the image that the step `image(name)` names: the book's photograph of that name, or its
 * stand-in; any other name is a path.
 *
 * @throws {UserError} If the photograph or the file is unavailable, or is no image.
 */
export async function openImage(name: string, options: DataOptions): Promise<Photograph> {
  if (bookPhotographs.some((known) => known.name === name)) return photograph(name, options);
  const { bytes } = await readUserFile(name);
  const image = await decodeImage(bytes, displayName(name));
  const provenance = { name, source: "file", sha256: sha256(bytes), standIn: false };
  return { image, provenance };
}

/** Opens a file of weights in any of the formats that are read here. */
import { UserError } from "../base/errors.ts";
import { MEMORY_LIMIT } from "../base/memory.ts";
import { isZip, zipEntries } from "../base/zip.ts";
import { isFile, isFolder, readUserFile, type UserFile } from "../data/read.ts";
import { otherFormat, otherZip } from "./other_formats.ts";
import { dequantized } from "./quantized.ts";
import { decodeSafetensors } from "./safetensors.ts";
import { inMemory, type StoredWeights } from "./stored_weights.ts";
import { parseTopology } from "./topology.ts";

/** The first bytes of every HDF5 file (its specification, "Superblock"). */
const HDF5 = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * Reads the bytes of a file of weights.
 *
 * @throws {UserError} If it is missing, is a folder, or is larger than memory may be.
 */
export async function readWeightsFile(path: string | URL): Promise<UserFile> {
  if (typeof path === "string" && await isFolder(path)) {
    const [found, advice] = await isFile(`${path}/saved_model.pb`)
      ? ["a TensorFlow SavedModel", 'Save the model as .keras: model.save("name.keras")']
      : await isFile(`${path}/model.json`)
      ? ["the folder of a layers model", "Give its model.json"]
      : ["a folder", "Give a file"];
    throw new UserError(
      `Cannot read ${path}: expected a file of weights, found ${found}. ${advice}.`,
    );
  }
  return await readUserFile(path);
}

/**
 * Opens a file of weights: Keras's `.keras`, `.weights.h5` and `.h5`, a TensorFlow.js layers model
 * (its `model.json`), or safetensors, quantised or not. The format follows from the first bytes; for
 * files without such a mark, from the name.
 *
 * @throws {UserError} If the file is damaged or in another format, which the error names.
 */
export async function openWeights(file: UserFile): Promise<StoredWeights> {
  const { name, bytes } = file;
  if (isZip(bytes) || /\.keras$/i.test(name)) return await openKeras(file);
  const other = otherFormat(name, bytes);
  if (other) {
    throw new UserError(
      `Cannot read ${name}: expected weights as .safetensors, .keras or .h5, found ${other}.`,
    );
  }
  if (/\.(h5|hdf5)$/i.test(name) || HDF5.every((byte, i) => bytes[i] === byte)) {
    const { openKerasH5 } = await import("./keras_h5.ts");
    return openKerasH5(file);
  }
  if (/\.json$/i.test(name)) {
    const { openTfjs } = await import("./tfjs_layers.ts");
    return openTfjs(file);
  }
  return inMemory(name, dequantized(decodeSafetensors(bytes, name).tensors, name));
}

/** Opens Keras 3's `.keras`: a zip archive of `config.json` and `model.weights.h5`. */
async function openKeras({ name, bytes }: UserFile): Promise<StoredWeights> {
  const fail = (problem: string): never => {
    throw new UserError(`Cannot read ${name}: ${problem}. Save or download the file again.`);
  };
  const entries = zipEntries(bytes, name, MEMORY_LIMIT);
  const get = (wanted: string) => entries.find((entry) => entry.name === wanted);
  const weights = get("model.weights.h5");
  if (!weights) {
    const found = otherZip(entries.map((entry) => entry.name));
    throw new UserError(
      `Cannot read ${name}: expected weights as .safetensors, .keras or .h5, found ${found}.`,
    );
  }
  const config = get("config.json");
  if (config && config.bytes > MAX_CONFIG) fail(`expected a config.json of at most 64 MiB`);
  const text = config && new TextDecoder().decode(config.read());
  if (text !== undefined) parseTopology(text, "config.json", fail);
  const { openKerasH5 } = await import("./keras_h5.ts");
  return openKerasH5({ name, bytes: weights.read() }, text);
}

/** The description of the largest models has a few megabytes. */
const MAX_CONFIG = 2 ** 26;

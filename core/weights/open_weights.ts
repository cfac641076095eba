/** Opens a file of weights in any of the formats that are read here. */
import type { UserFile } from "../data/read.ts";
import { decodeSafetensors } from "./safetensors.ts";
import { dequantized } from "./quantized.ts";
import { inMemory, type StoredWeights } from "./stored_weights.ts";

/** The first bytes of every HDF5 file (its specification, "Superblock"). */
const HDF5 = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * Opens a file of weights: Keras's `.h5`, a TensorFlow.js layers model (its `model.json`), or
 * safetensors, quantised or not. The format follows from the ending `.h5`, `.hdf5` or `.json`; for
 * other names, from the first bytes.
 *
 * @throws {UserError} If the file is damaged or in another format.
 */
export async function openWeights(file: UserFile): Promise<StoredWeights> {
  const { name, bytes } = file;
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

/** A pipeline with its weights, which come from files and go to files. */
import { writeFileAtomic } from "../base/files.ts";
import { loadWeights } from "../weights/load_weights.ts";
import { requireWeights } from "../weights/require_weights.ts";
import { Network } from "./network.ts";

/** A pipeline with weights on an engine. Call `close` to free the engine's memory. */
export class Model extends Network {
  /** Writes the weights to a safetensors file. */
  async save(path: string): Promise<void> {
    await writeFileAtomic(path, await this.encode());
  }

  /**
   * Replaces the weights by those of a file: safetensors, Keras's `.keras`, `.weights.h5` or `.h5`, or
   * a TensorFlow.js layers model. Layers are matched by name; if no name agrees, by order and shape.
   *
   * @returns How the weights were matched, in words.
   * @throws {UserError} If the file is missing, damaged or in another format, or if a weight is
   * missing, superfluous, not finite or of another shape.
   */
  async load(path: string): Promise<string> {
    const { weights, how } = await loadWeights(path, this.pipeline, this.source);
    requireWeights(`use ${path}`, this.pipeline, weights, this.source);
    for (const [name, { data }] of Object.entries(weights)) this.store.write(name, data);
    return how;
  }
}

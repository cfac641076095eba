/** A trained network of a lab in the page: predictions, feature maps, kernels, and its file. */
import { fromJSON } from "../../dsl/json.ts";
import type { TensorSpec } from "../../dsl/step.ts";
import type { Engine } from "../engine/engine.ts";
import type { Tensor } from "../graph/tensor.ts";
import { Network } from "../model/network.ts";
import { decodeCompact } from "../weights/compact_weights.ts";
import { encodeSafetensors } from "../weights/safetensors.ts";

/** What a page holds of a network. */
export interface EmbeddedNetwork {
  /** The pipeline as JSON, parsed. */
  readonly pipeline: unknown;
  /** The weights, as `encodeCompact` or `encodeForPage` encoded them. */
  readonly weights: Uint8Array;
  /** What the pipeline's source gives, where only the data determines it. */
  readonly source?: TensorSpec;
}

/** A network that answers a page's figures, one example at a time. Call `close` to free its memory. */
export class LiveNetwork {
  /** The network itself, for figures that compute with batches. */
  readonly network: Network;

  /**
   * @throws {UserError} If the pipeline or the weights are damaged or do not fit each other.
   */
  constructor(engine: Engine, { pipeline, weights, source }: EmbeddedNetwork) {
    this.network = new Network(
      fromJSON(pipeline),
      engine,
      decodeCompact(weights, "the page's weights"),
      source,
    );
  }

  /**
   * Computes the network's answer for one example.
   *
   * @param x The example, of the pipeline's input shape.
   * @throws {UserError} If x has another shape, or a number that is not finite.
   */
  predict(x: Tensor): Promise<Tensor> {
    return this.network.predictOne(x);
  }

  /**
   * Computes what every step gives for one example, in one pass.
   *
   * @returns The outputs without a batch axis, by the step's name (`conv1`), the answer last.
   * @throws {UserError} If x has another shape, or a number that is not finite.
   */
  async activations(x: Tensor): Promise<Record<string, Tensor>> {
    const batch = { shape: [1, ...x.shape], data: x.data };
    const all = Object.entries(await this.network.activations(batch));
    return Object.fromEntries(
      all.map(([name, { shape, data }]) => [name, { shape: shape.slice(1), data }]),
    );
  }

  /** Copies all weights, by path: `conv1/kernel` is [rows, columns, channels in, channels out]. */
  weights(): Promise<Record<string, Tensor>> {
    return this.network.weights();
  }

  /**
   * Encodes the weights as a safetensors file, which `Model.load` reads.
   *
   * @param metadata Free text by key, such as the lab and the pipeline.
   */
  async file(metadata: Readonly<Record<string, string>> = {}): Promise<Blob> {
    const bytes = encodeSafetensors(await this.weights(), metadata);
    return new Blob([bytes], { type: "application/octet-stream" });
  }

  /** Frees the engine's memory. */
  close(): Promise<void> {
    return this.network.close();
  }
}

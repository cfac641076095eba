/** What the run's parts of the live figures share. */
import { channel, grayscale, image, pipeline, resize, type Steps } from "../../../dsl/mod.ts";
import type { Engine } from "../../engine/engine.ts";
import type { PackedPicture } from "../../report/live/base/bytes.ts";
import type { Tensor } from "../../graph/tensor.ts";

/** Computes a pipeline's output, as a lab does. */
export type Compute = (pipeline: Steps, x?: Tensor) => Promise<Tensor>;

/** What a figure is made with. */
export interface LiveContext {
  /** The figure's name in the page's address, unique on the page. */
  readonly name: string;
  readonly compute: Compute;
  /** The lab's engine. */
  readonly engine: () => Promise<Engine>;
}

/** The longer side of a picture in the page, in pixels. */
const MOST = 240;

/**
 * Opens a picture in grey, [height, width, 1], as whole numbers from 0 to 255; a larger one is made
 * smaller.
 */
export async function greyPicture(compute: Compute, name: string): Promise<Tensor> {
  const { shape: [height = 0, width = 0, channels = 0] } = await compute(pipeline(image(name)));
  const grey = channels < 3 ? channel(0) : grayscale();
  const scale = Math.min(1, MOST / Math.max(height, width));
  const [rows, columns] = [height, width].map((size) => Math.round(size * scale));
  const shown = await compute(
    scale < 1 ? pipeline(image(name), grey, resize(rows!, columns!)) : pipeline(image(name), grey),
  );
  return { ...shown, data: Float32Array.from(Uint8ClampedArray.from(shown.data)) };
}

/** A picture of whole numbers from 0 to 255 as the page carries it. */
export function packed(
  { shape: [height = 0, width = 0, channels = 1], data }: Tensor,
): PackedPicture {
  return { height, width, channels, base64: Uint8Array.from(data).toBase64() };
}

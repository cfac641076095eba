/** The live figures, as a lab uses them. */
import type { LiveBuilder } from "./builder.ts";
import type { LiveComparison } from "./comparison.ts";
import type { LiveField } from "./field.ts";
import type { LiveFilter } from "./filter.ts";
import type { LiveNetworkFigure } from "./network.ts";
import type { LivePooling } from "./pooling.ts";
import type { LiveTrainingFigure } from "./training.ts";
import type { LiveWindow } from "./window.ts";

/** The live figures. Each is computed by the page itself, with the same words as in the lab. */
export interface Live {
  /**
   * A kernel over a picture: the reader changes the weights, the stride and the padding, and points
   * at a pixel of the result to see the products that it is the sum of.
   *
   * @throws {UserError} If the picture is unavailable, or the kernel does not fit it.
   */
  filter(figure: LiveFilter): Promise<void>;
  /**
   * Max pooling, mean pooling and none beside each other: the reader moves the picture or changes
   * pixels, and sees which outputs change.
   *
   * @throws {UserError} If the pictures have more than one channel, or are smaller than the window.
   */
  pooling(figure: LivePooling): Promise<void>;
  /**
   * A trained network: the reader draws, drops or moves a picture, and sees every feature map and the
   * network's answer.
   *
   * @throws {UserError} If the network does not fit the pictures.
   */
  network(figure: LiveNetworkFigure): Promise<void>;
  /**
   * A window that slides over small numbers, step by step: the reader changes its size, stride,
   * padding and dilation, and sees where the output's size comes from.
   *
   * @throws {UserError} If the window does not fit in the input.
   */
  window(figure?: LiveWindow): Promise<void>;
  /**
   * Receptive fields: the reader points at a pixel of any layer, sees what it sees in the picture, and
   * changes the layers.
   *
   * @throws {UserError} If the layers do not fit in the picture.
   */
  field(figure: LiveField): Promise<void>;
  /**
   * A pipeline that the reader writes: shapes, parameters and receptive fields follow, and a mistake
   * shows the language's own sentence.
   *
   * @throws {UserError} If the words do not make a pipeline.
   */
  builder(figure: LiveBuilder): Promise<void>;
  /**
   * A filter that learns in the page to be another one: the reader sets optimiser and learning rate,
   * and watches the weights, the result and the loss.
   *
   * @throws {UserError} If the picture is unavailable, or the kernel does not fit in a patch of it.
   */
  training(figure: LiveTrainingFigure): Promise<void>;
  /**
   * Two pictures of one size in one place, with a slider between them.
   *
   * @throws {UserError} If their sizes differ.
   */
  comparison(figure: LiveComparison): Promise<void>;
}

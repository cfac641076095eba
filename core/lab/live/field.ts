/** The live figure `field`: the run's part. */
import { box, filter, input, normalize, pipeline, pool, type Step } from "../../../dsl/mod.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { live, type Output, sideBySide } from "../../report/mod.ts";
import { type FieldData, type FieldLayer, seen } from "../../report/live/figures/field_state.ts";
import { toPixels } from "../tensors/matrix.ts";
import { type LiveContext, packed } from "./context.ts";
import { sampled } from "./sampled.ts";

/** What a lab says of the figure. */
export interface LiveField {
  /** A square grey picture, [side, side, 1], 0 to 255, of at most 64 pixels. */
  readonly picture: Tensor;
  /** The layers to begin with, without padding; up to six. */
  readonly layers: readonly FieldLayer[];
}

/** Computes what the layers give and draws it. */
export async function liveField(
  { name, compute }: LiveContext,
  { picture, layers }: LiveField,
): Promise<Output> {
  const [side = 0, width = 0] = picture.shape;
  const outputs: Tensor[] = [];
  for (const count of layers.keys()) {
    const steps = layers.slice(0, count + 1).map(({ kind, window, stride }): Step =>
      kind === "conv" ? filter(box(window), { stride }) : pool(window, { stride })
    );
    const all: readonly Step[] = [input(side, width, 1), normalize(), ...steps];
    outputs.push(await compute(pipeline(...all), picture));
  }
  const data: FieldData = { picture: packed(picture), layers };
  const { size } = seen(layers, layers.length - 1, { row: 0, column: 0 }, -1);
  return live({
    figure: "field",
    name,
    data: JSON.parse(JSON.stringify(data)),
    still: [sideBySide({
      id: `live-${name}-still`,
      title: "receptive field",
      caption: `${size}×${size}`,
      alt: `${size}×${size}`,
      images: [
        { title: `${side}×${width}`, image: toPixels(picture) },
        ...outputs.map((output, i) => ({
          title: `${layers[i]!.kind} ${layers[i]!.window}×${layers[i]!.window}: ${
            output.shape.slice(0, 2).join("×")
          }`,
          image: toPixels(output),
          range: [0, 1] as const,
        })),
      ],
    })],
    computed: {
      receptiveField: size,
      outputs: outputs.map(sampled),
    },
  });
}

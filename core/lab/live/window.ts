/** The live figure `window`: the run's part. */
import { conv, input, pipeline } from "../../../dsl/mod.ts";
import { Model } from "../../model/model.ts";
import { heatmap, live, type Output } from "../../report/mod.ts";
import {
  MOST,
  part,
  type WindowData,
  type WindowSettings,
} from "../../report/live/figures/window_state.ts";
import { seededRandom } from "../../base/random.ts";
import { toRows } from "../tensors/matrix.ts";
import type { LiveContext } from "./context.ts";
import { sampled } from "./sampled.ts";

/** What a lab says of the figure; what is missing is a 3×3 window on 7×7 numbers. */
export type LiveWindow = Partial<WindowSettings>;

const usual: WindowSettings = {
  size: 7,
  kernel: 3,
  stride: 1,
  padding: "valid",
  dilation: 1,
  channels: 1,
};

/** Small whole numbers, the same in every run. */
function numbers(name: string, count: number, from: number, to: number): number[] {
  const stream = seededRandom(0).fork(name);
  return Array.from({ length: count }, () => from + stream.below(to - from + 1));
}

/** Computes the output and draws it. */
export async function liveWindow(
  { name, engine }: LiveContext,
  given: LiveWindow = {},
): Promise<Output> {
  const settings = { ...usual, ...given };
  const { size, kernel, stride, padding, dilation, channels } = settings;
  const data: WindowData = {
    ...settings,
    input: numbers("window input", MOST.size ** 2 * MOST.channels, 0, 9),
    weights: numbers("window weights", MOST.kernel ** 2 * MOST.channels, -1, 1),
  };
  const shape = [kernel, kernel, channels, 1];
  const model = new Model(
    pipeline(
      input(size, size, channels),
      conv(1, { kernel, stride, padding, dilation, bias: false }),
    ),
    await engine(),
    { "conv1/kernel": { shape, data: part(data.weights, MOST.kernel, kernel, channels) } },
  );
  const x = {
    shape: [size, size, channels],
    data: part(data.input, MOST.size, size, channels),
  };
  const result = await model.predictOne(x);
  await model.close();
  return live({
    figure: "window",
    name,
    data: { ...data },
    still: [heatmap({
      id: `live-${name}-still`,
      title: `${size}×${size} → ${result.shape.slice(0, 2).join("×")}`,
      caption: `${size}×${size} → ${result.shape.slice(0, 2).join("×")}`,
      alt: `${size}×${size} → ${result.shape.slice(0, 2).join("×")}`,
      values: toRows(result),
      value: { name: "y", unit: "" },
    })],
    computed: sampled(result),
  });
}

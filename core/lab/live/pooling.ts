/** The live figure `pooling`: the run's part. */
import { filter, input, normalize, pipeline, pool, shift, type Step } from "../../../dsl/mod.ts";
import { live, type Output, sideBySide } from "../../report/mod.ts";
import { changes, type PoolingData } from "../../report/live/figures/pooling_state.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { toPixels } from "../tensors/matrix.ts";
import { row } from "../tensors/rows.ts";
import { type LiveContext, packed } from "./context.ts";
import { sampled } from "./sampled.ts";

/** What a lab says of the figure. */
export interface LivePooling {
  /** Grey pictures, [count, height, width, 1], as numbers from 0 to 255; the figure shows up to 12. */
  readonly pictures: Tensor;
  /** The side of the window to begin with; 2. */
  readonly window?: 2 | 3 | 4;
  /** By how much an output has to differ to count as changed, where black is 0 and white is 1; 0.05. */
  readonly threshold?: number;
}

const MOST = 12;

/** Pools the first picture, and the same moved to the right by one pixel, which the still picture shows. */
export async function livePooling(
  { name, compute }: LiveContext,
  { pictures, window = 2, threshold = 0.05 }: LivePooling,
): Promise<Output> {
  const [count = 0, height = 0, width = 0] = pictures.shape;
  const all = Array.from({ length: Math.min(MOST, count) }, (_, i) => row(pictures, i));
  const first = all[0]!;
  const begin = () => [input(height, width, 1), normalize()];
  const moved = await compute({ steps: [...begin(), shift(0, 1)] }, first);
  const ways: Record<string, Step> = {
    none: filter([[1]], { stride: window }),
    max: pool(window),
    mean: pool(window, { kind: "mean" }),
  };
  const results = await Promise.all(
    Object.entries(ways).map(async ([way, step]) => {
      const before = await compute({ steps: [...begin(), step] }, first);
      const now = await compute({ steps: [...begin(), shift(0, 1), step] }, first);
      return { way, before, now, changed: changes(before.data, now.data, threshold).length };
    }),
  );
  const data: PoolingData = { pictures: all.map(packed), window, threshold };
  const size = (of: Tensor) => of.shape.slice(0, 2).join("×");
  return live({
    figure: "pooling",
    name,
    data: { ...data, pictures: data.pictures.map((one) => ({ ...one })) },
    still: [sideBySide({
      id: `live-${name}-still`,
      title: "pooling",
      caption: `${height}×${width}`,
      alt: results.map(({ way, changed, now }) => `${way}: ${changed}/${now.data.length}`).join(
        ", ",
      ),
      images: [
        {
          title: `x, ${height}×${width}`,
          image: toPixels(await compute(pipeline(input(height, width, 1), normalize()), first)),
        },
        { title: "shift(0, 1)", image: toPixels(moved) },
        ...results.map(({ way, now, changed }) => ({
          title: `${way === "none" ? `stride ${window}` : way}, ${size(now)}: ${changed} ≠`,
          image: toPixels(now),
        })),
      ],
      range: [0, 1],
    })],
    computed: Object.fromEntries(
      results.map(({ way, before, now, changed }) => [
        way,
        { before: sampled(before), moved: sampled(now), changed },
      ]),
    ),
  });
}

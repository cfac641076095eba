/** The live figure `comparison`: the run's part. */
import { UserError } from "../../base/errors.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { live, type Output, sideBySide } from "../../report/mod.ts";
import type { ComparisonData, Side } from "../../report/live/figures/comparison.ts";
import { toPixels } from "../tensors/matrix.ts";
import { type LiveContext, packed } from "./context.ts";
import { sampled } from "./sampled.ts";

/** A picture of a comparison. */
export interface Compared {
  /** A name of the data, such as "before". */
  readonly name: string;
  /** [height, width, 1 or 3]. */
  readonly picture: Tensor;
  /** The numbers that are black and white; 0 and 255. */
  readonly range?: readonly [number, number];
}

/** What a lab says of the figure: two pictures of one shape. */
export interface LiveComparison {
  readonly left: Compared;
  readonly right: Compared;
}

/** Packs both pictures and draws them side by side. */
export function liveComparison(
  { name }: LiveContext,
  { left, right }: LiveComparison,
): Promise<Output> {
  const [a, b] = [left.picture.shape, right.picture.shape];
  if (a.join() !== b.join() || ![1, 3].includes(a[2] ?? 0)) {
    throw new UserError(
      `Cannot compare ${left.name} and ${right.name}: expected two pictures of one size with 1 or 3 ` +
        `channels, found ${a.join("x")} and ${b.join("x")}. Resize one of them.`,
    );
  }
  const side = ({ name, picture, range = [0, 255] }: Compared): Side => {
    const [low, high] = range;
    const bytes = picture.data.map((value) =>
      Math.round(255 * Math.min(1, Math.max(0, (value - low) / (high - low))))
    );
    return { name, range, picture: packed({ ...picture, data: bytes }) };
  };
  const data: ComparisonData = { left: side(left), right: side(right) };
  return Promise.resolve(live({
    figure: "comparison",
    name,
    data: JSON.parse(JSON.stringify(data)),
    still: [sideBySide({
      id: `live-${name}-still`,
      title: `${left.name}, ${right.name}`,
      caption: `${left.name}, ${right.name}`,
      alt: `${left.name}, ${right.name}`,
      images: [left, right].map(({ name, picture, range = [0, 255] as const }) => ({
        title: name,
        image: toPixels(picture),
        range,
      })),
      columns: 2,
    })],
    computed: { left: sampled(left.picture), right: sampled(right.picture) },
  }));
}

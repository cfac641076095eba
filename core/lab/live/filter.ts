/** The live figure `filter`: the run's part. */
import { filter, input, type Kernel, normalize, pipeline } from "../../../dsl/mod.ts";
import { live, type Output, sideBySide } from "../../report/mod.ts";
import type { FilterData } from "../../report/live/figures/filter_state.ts";
import { toPixels } from "../tensors/matrix.ts";
import { greyPicture, type LiveContext, packed } from "./context.ts";
import { sampled } from "./sampled.ts";

/** What a lab says of the figure. */
export interface LiveFilter {
  /** A photograph of the book or the path of a file; it is shown in grey. */
  readonly picture: string;
  /** The square kernel to begin with, of 3, 5 or 7 rows. */
  readonly kernel: Kernel;
  /** How far the window moves from pixel to pixel; 1. */
  readonly stride?: 1 | 2 | 3;
  /** What surrounds the picture; `valid`: nothing. */
  readonly padding?: "valid" | "same";
}

/** Computes the kernel's result and draws it. */
export async function liveFilter(
  { name, compute }: LiveContext,
  { picture, kernel, stride = 1, padding = "valid" }: LiveFilter,
): Promise<Output> {
  const grey = await greyPicture(compute, picture);
  const [height = 0, width = 0] = grey.shape;
  const result = await compute(
    pipeline(input(height, width, 1), normalize(), filter(kernel, { stride, padding })),
    grey,
  );
  const data: FilterData = { picture: packed(grey), kernel, stride, padding };
  const range: [number, number] = [
    result.data.reduce((a, b) => Math.min(a, b), Infinity),
    result.data.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
  const sizes = [grey, result].map(({ shape }) => shape.slice(0, 2).join("×")) as [string, string];
  return live({
    figure: "filter",
    name,
    data: { ...data, picture: { ...data.picture }, kernel },
    still: [sideBySide({
      id: `live-${name}-still`,
      title: picture,
      caption: sizes.join(" → "),
      alt: `${picture}, ${sizes[0]}; ${sizes[1]}`,
      images: [
        { title: `${picture}, ${sizes[0]}`, image: toPixels(grey) },
        { title: sizes[1], image: toPixels(result), range },
      ],
    })],
    computed: sampled(result),
  });
}

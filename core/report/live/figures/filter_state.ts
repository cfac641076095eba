/** The state of the figure `filter`. */
import { windowOn } from "../../../graph/window.ts";
import type { PackedPicture, Picture } from "../base/bytes.ts";
import type { Place } from "../base/pixel_view.ts";
import type { Weights } from "./filter_presets.ts";

/** What the run gives the figure. */
export interface FilterData {
  /** Grey values. */
  readonly picture: PackedPicture;
  readonly kernel: Weights;
  readonly stride: number;
  readonly padding: Padding;
}

/** What surrounds the picture. */
export type Padding = "valid" | "same";

/** What the reader has set, and what came of it. */
export interface FilterState {
  picture: Picture;
  kernel: Weights;
  stride: number;
  padding: Padding;
  /** The weight that the slider changes. */
  weight: Place;
  /** The pixel of the result that is explained. */
  at: Place;
  result: Picture;
  /** Why the reader's file is not shown. */
  problem: "unreadable" | "";
  /** What screen readers are told. */
  spoken: string;
}

/** How far the window may move. */
export const STRIDES = [1, 2, 3] as const;

/** The rows and columns of the picture before the window of the result's first pixel. */
export const geometry = ({ picture, kernel, stride, padding }: FilterState) =>
  windowOn(
    [1, picture.height, picture.width, 1],
    [kernel.length, kernel.length],
    [stride, stride],
    [1, 1],
    padding,
  );

/** The corner of the window under the picture that gives the explained pixel. */
export function corner(state: FilterState): Place {
  const { pad: [[above], [left]] } = geometry(state);
  return {
    row: state.at.row * state.stride - above,
    column: state.at.column * state.stride - left,
  };
}

/** What the reader can do. */
export interface FilterActions {
  kernel(kernel: Weights): void;
  weight(place: Place): void;
  value(place: Place, value: number): void;
  size(size: number): void;
  stride(stride: number): void;
  padding(padding: Padding): void;
  open(file: File): void;
}

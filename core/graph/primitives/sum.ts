/** Adding up along axes. */
import { apply, type Primitive } from "../node.ts";
import { broadcast, broadcastIndex } from "./broadcast.ts";
import { reshape } from "./reshape.ts";

/** Which axes, counted from 0, in rising order; kept as size 1 or dropped. */
export interface SumAttributes {
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

const kept = (shape: readonly number[], axes: readonly number[]) =>
  shape.map((size, i) => axes.includes(i) ? 1 : size);

/** x → Σ x over `axes`. */
export const sum: Primitive<SumAttributes> = {
  name: "sum",
  shape([x], { axes, keepDims }) {
    if (axes.some((axis) => !Number.isInteger(axis) || axis < 0 || axis >= x!.length)) {
      throw new RangeError(`sum: [${x}] has no axes [${axes}]`);
    }
    return keepDims ? kept(x!, axes) : x!.filter((_, i) => !axes.includes(i));
  },
  gradient({ inputs: [x], attributes: { axes } }, dy) {
    const thin = apply(reshape, [dy], { shape: kept(x!.shape, axes) });
    return [apply(broadcast, [thin], { shape: x!.shape })];
  },
  compute([x], { axes }, out) {
    const to = broadcastIndex(kept(x!.shape, axes), x!.shape);
    for (let i = 0; i < x!.data.length; i++) out.data[to(i)]! += x!.data[i]!;
  },
};

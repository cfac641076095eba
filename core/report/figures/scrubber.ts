/** A matrix that changes from step to step, with a slider. */
import { UserError } from "../../../dsl/errors.ts";
import type { Figure, Words } from "../figure.ts";
import { roundedAll } from "../json.ts";
import type { Axis } from "./axis.ts";
import { heatmap, type Matrix } from "./heatmap.ts";
import { extent } from "./pixels.ts";
import type { ScaleName } from "./scales.ts";

/** What a scrubber needs. */
export interface ScrubberInput extends Words {
  /** What the slider counts: "step" or "epoch". */
  readonly by: string;
  readonly steps: readonly { readonly label: string; readonly values: Matrix }[];
  readonly value: Axis;
  readonly scale?: ScaleName;
  readonly range?: readonly [number, number];
  readonly decimals?: number;
}

/**
 * A heatmap with a slider over its steps, all on one colour scale. The static picture shows the
 * last step.
 *
 * @throws UserError if there are no steps.
 */
export function scrubber(input: ScrubberInput): Figure {
  const { by, steps, range, ...rest } = input;
  const last = steps.at(-1);
  if (!last) {
    throw new UserError(
      `scrubber "${input.title}": expected at least one step, found none; give some.`,
    );
  }
  const all = extent(steps.flatMap((step) => step.values.flatMap((row) => Array.from(row))));
  const still = heatmap({ ...rest, values: last.values, range: range ?? all });
  return {
    ...still,
    kind: "scrubber",
    frames: {
      by,
      steps: steps.map(({ label, values }) => ({
        label,
        data: [{ z: values.map((row) => roundedAll(row, 5)) }],
      })),
    },
  };
}

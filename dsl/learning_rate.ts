/** The learning rate of an optimiser: a constant, or a schedule. */
import { type Field, number } from "./fields.ts";
import * as schedules from "./schedules/mod.ts";
import { rule } from "./rule.ts";
import type { LearningRate, Schedule } from "./training.ts";
import { oneOf } from "./definition.ts";

const constant = number({ above: 0 });
const scheduled = oneOf<Schedule>(
  "a number above 0, or a schedule",
  Object.values(schedules).map(({ definition }) => definition),
);

/** The field `learningRate` of an optimiser. */
export const learningRate: Field<LearningRate> = {
  schema: { anyOf: [constant.schema, scheduled.schema] },
  read: (value, path) =>
    typeof value === "number" ? constant.read(value, path) : scheduled.read(value, path),
  write: (rate) => typeof rate === "number" ? rate : scheduled.write?.(rate),
};

/** The learning rate of update number t = 1, 2, … */
export function rateAt(rate: LearningRate, t: number, stepsPerEpoch: number): number {
  return typeof rate === "number" ? rate : rate[rule].rate((t - 1) / stepsPerEpoch);
}

/** The optimiser's update of a network's weights: the names of what it keeps, and its program. */
import type { OptimizerRule } from "../../dsl/training.ts";
import { gradientName, type WeightUpdate } from "../engine/step.ts";
import { apply, type Node } from "../graph/node.ts";
import { graphOps } from "../graph/ops.ts";
import { input, variable } from "../graph/primitives/leaves.ts";
import { program } from "../graph/program.ts";

/** The name of an optimiser's moving average of a weight, in the model's store. */
export const slotName = (slot: string, path: string) => `optimizer/${slot}/${path}`;

/** The optimiser's scalars as inputs of a program, by their own names. */
export const scalarInputs = (optimizer: OptimizerRule): Record<string, Node> =>
  Object.fromEntries(
    Object.keys(optimizer.scalars(1)).map((name) =>
      [name, apply(input, [], { name: `optimizer/${name}`, shape: [] })] as const
    ),
  );

/** The update of a network's weights, for an engine that updates ranges of them apart from each other. */
export const weightUpdate = (
  optimizer: OptimizerRule,
  weights: WeightUpdate["weights"],
): WeightUpdate => ({
  weights,
  slots: optimizer.slots,
  slotName,
  program(length, addends) {
    const ops = graphOps();
    const numbers = (name: string) => apply(variable, [], { name, shape: [length] });
    const gradient = Array.from(
      { length: addends },
      (_, i): Node => apply(input, [], { name: gradientName(i), shape: [length] }),
    ).reduce((sum, addend) => ops.add(sum, addend));
    const next = optimizer.update(ops, {
      weight: numbers("weight"),
      gradient,
      slots: Object.fromEntries(optimizer.slots.map((slot) => [slot, numbers(slot)])),
      scalars: scalarInputs(optimizer),
    });
    return program({}, { ...next.slots as Record<string, Node>, weight: next.weight as Node });
  },
});

/** Figures that compare the curves of several trainings. */
import { type Figure, lineChart } from "../report/mod.ts";
import type { History } from "../training/history.ts";

/** Loss and accuracy of training and validation, one number per epoch. */
export type Curves = Readonly<
  Record<"loss" | "accuracy" | "val_loss" | "val_accuracy", readonly number[]>
>;

/**
 * Draws two figures, `loss` and `accuracy`. Each shows, for every training by its name, the curve of
 * the training set (solid) and the curve of the validation set (dashed).
 */
export function trainingCurves(trainings: Readonly<Record<string, Curves | History>>): Figure[] {
  const names = Object.keys(trainings).join(", ");
  return (["loss", "accuracy"] as const).map((measure) =>
    lineChart({
      id: measure,
      title: measure === "loss" ? "Loss" : "Accuracy",
      caption: "Solid: on the images it trains on. Dashed: on the validation images. Where the " +
        "dashed line leaves the solid one, the network begins to learn by heart.",
      alt: `${measure} by epoch, training and validation, of ${names}.`,
      x: { name: "epoch", unit: "" },
      y: { name: measure, unit: measure === "loss" ? "nats" : "share right" },
      series: Object.entries(trainings).flatMap(([name, of]) => [
        { name, y: of[measure], group: name },
        // A training without a validation part has no such curve.
        ...of[`val_${measure}`].length > 0
          ? [{
            name: `${name}, validation`,
            y: of[`val_${measure}`],
            line: "dash" as const,
            group: name,
          }]
          : [],
      ]),
    })
  );
}

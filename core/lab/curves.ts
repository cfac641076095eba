/** The curves of trainings, side by side. */
import { type Figure, lineChart } from "../report/mod.ts";
import type { History } from "../training/loop.ts";

/** Loss and accuracy, epoch by epoch, of training and validation. */
export type Curves = Readonly<
  Record<"loss" | "accuracy" | "val_loss" | "val_accuracy", readonly number[]>
>;

/**
 * Two figures, `loss` and `accuracy`: of every training, by its name, the training set's curve
 * (solid) and the validation set's (dashed).
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
        { name: `${name}, validation`, y: of[`val_${measure}`], line: "dash", group: name },
      ]),
    })
  );
}

/**
 * The module that labs import, beside the language (`dsl/mod.ts`) and the report's figures
 * (`core/report/mod.ts`).
 */
export { lab } from "./lab.ts";
export type { Lab, LabRun, Remarks } from "./tools.ts";
export type { Fit, Pairs } from "../training/fit_pairs.ts";
export type { FrozenFeatures } from "../transfer/frozen_features.ts";
export { type Curves, trainingCurves } from "./curves.ts";
export { drawing, modelSummary, rowText } from "./pipeline_outputs.ts";
export { compareRuns, showFullRun, showKeptClaims } from "./runs_table.ts";
export { judgeable } from "./judgeable.ts";
export { numberTable } from "./number_table.ts";
export { medianTime } from "./time.ts";
export { syntaxError } from "./syntax.ts";
export { doubled, inside, rotated } from "./tensors/transforms.ts";
export { multiplications } from "../model/cost.ts";
export { splitChannels } from "./tensors/channels.ts";
export { fromRows, toPixels, toRows } from "./tensors/matrix.ts";
export { nearest, type Neighbour } from "./tensors/nearest.ts";
export { pad, type PadWith } from "./tensors/pad.ts";
export { litPixels, testImages } from "./tensors/images.ts";
export { agreement, answers, row, rows, stack } from "./tensors/rows.ts";
export { largestDifference, mean, rounded, std } from "./tensors/statistics.ts";
export type { Tensor } from "../graph/tensor.ts";

/**
 * What a lab imports besides the language (`dsl/mod.ts`) and the report's figures
 * (`core/report/mod.ts`).
 */
export { lab } from "./lab.ts";
export type { Lab, LabClaim, LabRun } from "./tools.ts";
export type { Fit, Pairs } from "./fit.ts";
export type { Frozen } from "./frozen.ts";
export { type Curves, trainingCurves } from "./curves.ts";
export { drawing, modelSummary, rowText } from "./pipeline_outputs.ts";
export { compareRuns, showFullRun, showKeptClaims } from "./runs_table.ts";
export { judgeable } from "./judgeable.ts";
export { numberTable } from "./number_table.ts";
export { medianTime } from "./time.ts";
export { syntaxError } from "./syntax.ts";
export { doubled, inside, rotated } from "./transforms.ts";
export { multiplications } from "../multiplications.ts";
export { splitChannels } from "./channels.ts";
export { fromRows, toPixels, toRows } from "./matrix.ts";
export { nearest, type Neighbour } from "./nearest.ts";
export { pad, type PadWith } from "./pad.ts";
export { litPixels, testImages } from "./images.ts";
export { agreement, answers, row, rows, stack } from "./rows.ts";
export { largestDifference, mean, rounded, std } from "./statistics.ts";
export type { Tensor } from "../tensor.ts";

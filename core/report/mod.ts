/**
 * The report: results in, one HTML file out. It never handles a tensor or an engine.
 *
 * A lab shows outputs (`text`, `table`, `note`, `details`, `pipelineView`, `summaryTable`, or a
 * figure), states claims (`judge`) and checks (`judgeCheck`), and `writeReport` weaves all of them
 * with the lab's own text.
 */
export { checkAnchor } from "./page/checks.ts";
export { claimAnchor } from "./page/claims.ts";
export { type Claim, type ClaimInput, type ClaimRecord, type ClaimValue, judge } from "./claims.ts";
export type { Tolerance, Verdict } from "./claims.ts";
export { type Check, checkId, type CheckInput, type CheckRule, judgeCheck } from "./checks.ts";
export type { CheckVerdict } from "./checks.ts";
export { type AnyVerdict, countVerdicts, isVerdict, verdictsText } from "./verdicts.ts";
export type { Figure, FigureTexts, Frames, PlotLayout, Trace } from "./figure.ts";
export type { Json } from "./json.ts";
export type { Output, OutputContext } from "./output.ts";
export type {
  CheckJson,
  ClaimJson,
  DataUsed,
  EngineUsed,
  FigureJson,
  LabNeighbour,
  OutputJson,
  ReportInput,
  ReportJson,
  RunJson,
} from "./report.ts";
export type { InterfaceTexts, Language } from "./interface_texts.ts";

export { asOutput, type Showable } from "./outputs/as_output.ts";
export { details } from "./outputs/details.ts";
export { figure } from "./outputs/figure.ts";
export { live, type LiveInput } from "./outputs/live.ts";
export { note } from "./outputs/note.ts";
export { type PipelineBox, pipelineView, type PipelineViewInput } from "./outputs/pipeline_view.ts";
export { type SummaryInput, summaryTable } from "./outputs/summary_table.ts";
export { type Cell, table, type TableInput } from "./outputs/table.ts";
export { text } from "./outputs/text.ts";
export { timing } from "./outputs/timing.ts";

export type { Axis } from "./figures/axis.ts";
export { barChart, type BarChartInput } from "./figures/bar_chart.ts";
export { confusionMatrix } from "./figures/confusion_matrix.ts";
export { contour, type ContourInput } from "./figures/contour.ts";
export { heatmap, type HeatmapInput, type Matrix } from "./figures/heatmap.ts";
export { imageFigure, type ImageInput } from "./figures/image.ts";
export { imageGrid, type ImageGridInput, type Tile } from "./figures/image_grid.ts";
export { lineChart, type Series } from "./figures/line_chart.ts";
export type { Pixels, Shading } from "./figures/pixels.ts";
export type { ScaleName } from "./figures/scales.ts";
export { type PointGroup, scatter } from "./figures/scatter.ts";
export { scrubber, type ScrubberInput } from "./figures/scrubber.ts";
export { sideBySide, type SideBySideInput, type TitledImage } from "./figures/side_by_side.ts";

export { type LabHeader, parseHeader } from "./weave/header.ts";
export type { Block } from "./weave/blocks.ts";
export { labBlocks, requireCaption } from "./weave/lab_texts.ts";
export { type KoreanFile, koreanGaps, type KoreanText, parseKorean } from "./weave/korean.ts";
export { type LabText, labTexts, shortHash } from "./weave/texts.ts";
export { requireWritable } from "./folder.ts";
export { PictureCache } from "./static/picture_cache.ts";
export { Pictures } from "./static/pictures.ts";
export { writeReport, type WrittenReport } from "./write.ts";
export {
  type IndexInput,
  type LabLink,
  type Point,
  renderIndex,
  type Term,
  writeIndex,
} from "./index_page.ts";

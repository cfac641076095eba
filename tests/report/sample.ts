/** A report with everything in it. */
import {
  details,
  figure,
  judge,
  judgeCheck,
  note,
  pipelineView,
  type ReportInput,
  summaryTable,
  table,
  text,
} from "../../core/report/mod.ts";
import { sampleFigures } from "./sample_figures.ts";

const boxes = [
  { name: "load", kind: "load", detail: "fashion-mnist", shape: [28, 28, 1], parameters: 0 },
  {
    name: "normalize",
    kind: "normalize",
    detail: "pixel / 255",
    shape: [28, 28, 1],
    parameters: 0,
  },
  {
    name: "conv_1",
    kind: "conv",
    detail: "64 filters 3×3, same",
    shape: [28, 28, 64],
    parameters: 640,
  },
  { name: "pool_1", kind: "pool", detail: "max 2×2", shape: [14, 14, 64], parameters: 0 },
  {
    name: "inception",
    kind: "branches",
    detail: "joined on channels",
    shape: [14, 14, 96],
    parameters: 18464,
    frozen: true,
    branches: [
      [{
        name: "b1",
        kind: "conv",
        detail: "32 filters 1×1",
        shape: [14, 14, 32],
        parameters: 2080,
      }],
      [
        {
          name: "b2",
          kind: "conv",
          detail: "16 filters 1×1",
          shape: [14, 14, 16],
          parameters: 1040,
        },
        {
          name: "b3",
          kind: "conv",
          detail: "64 filters 3×3",
          shape: [14, 14, 64],
          parameters: 9280,
        },
      ],
    ],
  },
  { name: "flatten", kind: "flatten", detail: "", shape: [18816], parameters: 0 },
  { name: "dense_1", kind: "dense", detail: "10, softmax", shape: [10], parameters: 188170 },
];

/** The line of the sample lab that holds the text. */
function lineOf(source: string, part: string): number {
  const at = source.split("\n").findIndex((line) => line.startsWith(part));
  if (at < 0) throw new Error(`The sample lab lacks "${part}".`);
  return at + 1;
}

/** A whole report's input: every output, every figure, every verdict. */
export async function sampleInput(): Promise<ReportInput> {
  const source = await Deno.readTextFile(new URL("sample_lab.txt", import.meta.url));
  const line = (part: string) => lineOf(source, part);
  const numbers = line("show(table)");
  return {
    lab: "00_sample_lab",
    source,
    sourcePath: "labs/00_sample_lab.ts",
    mode: "quick",
    engine: { name: "wasm", version: "4.22.0", threads: 1 },
    seconds: 12.34,
    startedAt: "2026-11-24T09:00:00+00:00",
    command: "deno run --allow-read=. --allow-write=reports labs/00_sample_lab.ts --quick",
    seed: 1,
    outputs: [
      {
        line: line("show(pictures)"),
        output: text("[1 1] [107 118] 3 3\n</script><b>not bold</b>"),
      },
      {
        line: line("show(pictures)"),
        output: note("The photograph is a **stand-in**: `camera.png`.", "warning"),
      },
      {
        line: numbers,
        output: table({
          caption: "Output sizes",
          columns: ["n", "k", "s", "padding", "formula", "engine", "equal"],
          rows: [[28, 3, 1, "valid", 26, 26, true], [28, 3, 2, "same", 14, 14, true], [
            5,
            3,
            1,
            "valid",
            3,
            3,
            true,
          ]],
        }),
      },
      { line: line("show(cnn)"), output: pipelineView({ title: "The pipeline", boxes }) },
      {
        line: line("show(cnn)"),
        output: summaryTable({
          title: "The model",
          rows: [
            { name: "conv_1", layer: "Conv2D", shape: [28, 28, 64], parameters: 640 },
            { name: "dense_1", layer: "Dense", shape: [10], parameters: 188170 },
          ],
          total: 258874,
          trainable: 258874,
          frozen: 0,
        }),
      },
      ...sampleFigures().map((one) => ({ line: line("show(figures)"), output: figure(one) })),
      {
        line: line("show(exercise)"),
        output: details(
          "1. Make the kernel `5`. How large is the result?",
          "It is $28 - 5 + 1 = 24$ on a side.",
        ),
      },
    ],
    claims: [
      {
        ...judge({
          id: "shape",
          section: "LAB: 합성곱",
          what: "Size of the result",
          book: [107, 118],
          ours: [107, 118],
        }),
        line: numbers,
      },
      {
        ...judge({
          id: "accuracy",
          section: "LAB: 패션 MNIST",
          what: "Validation accuracy after 20 epochs",
          book: 0.9048,
          ours: 0.8812,
          tolerance: 0.01,
          judge: "a quick run trains 2 epochs, not 20",
        }),
        line: numbers,
      },
      {
        ...judge({
          id: "loss",
          section: "LAB: 패션 MNIST",
          what: "Loss after the first epoch",
          book: 0.744,
          ours: 0.7391,
          tolerance: 0.01,
        }),
        line: numbers,
      },
      {
        ...judge({
          id: "printed",
          section: "LAB: 합성곱",
          what: "The printed line",
          book: "[1 1] [107 118] 3 3",
          ours: "[1 1] [107 118] 3 4",
          why: "the sample prints something else on purpose",
        }),
        line: numbers,
      },
    ],
    checks: [
      {
        ...judgeCheck({
          what: "the loops and the engine agree",
          value: 1.2e-7,
          rule: { atMost: 1e-5 },
        }),
        line: numbers,
      },
    ],
    data: [
      {
        name: "fashion-mnist",
        source: "embedded subset",
        sha256: "0123456789abcdef".repeat(4),
        licence: "MIT",
      },
      {
        name: "david.png",
        source: "embedded",
        sha256: "fedcba9876543210".repeat(4),
        licence: "CC0",
        standIn:
          "camera.png from scikit-image stands in for the book's photograph, which has no licence.",
      },
    ],
    metrics: { "test accuracy": 0.8812, "largest difference": 1.2e-7 },
    provenance: { "deno": "2.9.6", "lock sha256": "00ff".repeat(16) },
  };
}

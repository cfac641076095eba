/** A report with everything in it, made of numbers that need no engine. */
import {
  barChart,
  confusionMatrix,
  contour,
  details,
  type Figure,
  figure,
  heatmap,
  imageFigure,
  imageGrid,
  judge,
  lineChart,
  note,
  pipelineView,
  type Pixels,
  type ReportInput,
  scatter,
  scrubber,
  sideBySide,
  summaryTable,
  table,
  text,
} from "../../core/report/mod.ts";

/** The first `n` whole numbers. */
export const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** A picture computed from its coordinates. */
export function picture(
  height: number,
  width: number,
  channels: number,
  at: (y: number, x: number, c: number) => number,
): Pixels {
  const data = range(height * width * channels).map((i) => {
    const pixel = Math.floor(i / channels);
    return at(Math.floor(pixel / width), pixel % width, i % channels);
  });
  return { height, width, channels, data };
}

const laplacian = [[0, 1, 0], [1, -4, 1], [0, 1, 0]];
const classes = [
  "티셔츠",
  "바지",
  "풀오버",
  "드레스",
  "코트",
  "샌들",
  "셔츠",
  "운동화",
  "가방",
  "부츠",
];

/** One figure of every kind. */
export function sampleFigures(): Figure[] {
  const ramp = picture(24, 40, 1, (_, x) => x * 6);
  const colors = picture(24, 40, 3, (y, x, c) => [x * 6, y * 10, 128][c] ?? 0);
  const bell = range(21).map((y) =>
    range(21).map((x) => Math.exp(-((x - 10) ** 2 + (y - 10) ** 2) / 18))
  );
  return [
    lineChart({
      title: "에포크별 손실",
      caption: "훈련 손실은 계속 줄고, **검증 손실(validation)**은 $t = 6$에서 멈춘다.",
      alt: "Two curves over 12 epochs: training falls to 0.15, validation stays at 0.30.",
      x: { name: "에포크", unit: "" },
      y: { name: "loss", unit: "nats" },
      series: [
        { name: "훈련", y: range(12).map((i) => 0.1 + 0.8 / (i + 1)), group: "ours" },
        {
          name: "검증",
          y: range(12).map((i) => 0.3 + 0.5 / (i + 1) ** 2),
          group: "ours",
          line: "dash",
        },
        {
          name: "책 (book), validation",
          y: range(12).map((i) => 0.35 + 0.4 / (i + 1)),
          line: "dot",
        },
      ],
    }),
    barChart({
      title: "Parameters by layer",
      caption: "Most sit in the first dense layer.",
      alt: "Three bars: 640, 18,464 and 200,960.",
      x: { name: "layer", unit: "" },
      y: { name: "parameters", unit: "" },
      categories: ["conv_1", "conv_2", "dense_1"],
      series: [{ name: "parameters", values: [640, 18464, 200960] }],
    }),
    heatmap({
      title: "The Laplacian",
      caption: "Minus four in the middle.",
      alt: "A 3 by 3 matrix.",
      values: laplacian,
      value: { name: "weight", unit: "" },
      scale: "RdBu",
      decimals: 0,
    }),
    imageFigure({
      title: "A ramp in grey",
      caption: "From black to white.",
      alt: "A grey ramp, 40 by 24 pixels.",
      image: ramp,
      colorBar: "grey value",
    }),
    imageFigure({
      title: "Three channels",
      caption: "Red grows to the right, green downwards.",
      alt: "A coloured picture.",
      image: colors,
    }),
    sideBySide({
      title: "One channel, three scales",
      caption: "The same numbers in three colours.",
      alt: "Three pictures: red, green, blue.",
      images: (["Reds", "Greens", "Blues"] as const).map((scale) => ({
        title: scale,
        image: ramp,
        scale,
      })),
    }),
    imageGrid({
      title: "Predictions",
      caption: "Two of ten are wrong.",
      alt: "Ten tiles, two with a cross.",
      columns: 5,
      tiles: range(10).map((i) => ({
        image: picture(28, 28, 1, (y, x) => ((x * (i + 1)) ^ y) * 4 % 256),
        caption: i % 5 === 3 ? `${classes[i]} ≠ ${classes[i - 1]}` : classes[i] ?? "",
        mark: i % 5 === 3 ? "wrong" : "right",
      })),
    }),
    confusionMatrix({
      title: "Confusion matrix",
      caption: "Shirts are taken for T-shirts.",
      alt: "A 10 by 10 matrix, mostly on the diagonal.",
      classes,
      counts: range(10).map((i) =>
        range(10).map((j) => i === j ? 180 - i : (i * 7 + j * 3) % 11 === 0 ? 9 : 0)
      ),
    }),
    scatter({
      title: "Two groups",
      caption: "They can be told apart.",
      alt: "Circles at the lower left, squares at the upper right.",
      x: { name: "time", unit: "ms" },
      y: { name: "accuracy", unit: "%" },
      groups: [{ name: "MLP", x: [1, 2, 3], y: [80, 81, 82] }, {
        name: "CNN",
        x: [5, 6, 7],
        y: [88, 90, 91],
      }],
    }),
    contour({
      title: "A Gaussian from above",
      caption: "Round, highest in the middle.",
      alt: "Rings around the middle.",
      x: { name: "x", unit: "pixels" },
      y: { name: "y", unit: "pixels" },
      value: { name: "weight", unit: "" },
      xs: range(21).map((i) => i - 10),
      ys: range(21).map((i) => i - 10),
      values: bell,
    }),
    scrubber({
      title: "A filter that is being learned",
      caption: "The numbers move from noise to the stencil; drag the slider.",
      alt: "A 3 by 3 matrix that becomes the Laplacian.",
      by: "step",
      steps: range(5).map((i) => ({
        label: String(i * 50),
        values: laplacian.map((row, y) =>
          row.map((v, x) => v * i / 4 + (1 - i / 4) * Math.sin(y * 3 + x))
        ),
      })),
      value: { name: "weight", unit: "" },
      scale: "RdBu",
      decimals: 2,
    }),
  ];
}

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

/** One figure of every kind, made of numbers that need no engine. */
import {
  barChart,
  confusionMatrix,
  contour,
  type Figure,
  heatmap,
  imageFigure,
  imageGrid,
  lineChart,
  type Pixels,
  scatter,
  scrubber,
  sideBySide,
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

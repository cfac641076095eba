/** Random small pipelines, which every engine must compute, and the programs that compare them. */
import fc from "fast-check";
import { build } from "../../core/model/build.ts";
import { drawFeeds } from "../../core/model/draws.ts";
import type { Engine } from "../../core/engine/engine.ts";
import { gradients } from "../../core/graph/gradient.ts";
import { apply } from "../../core/graph/node.ts";
import { input } from "../../core/graph/primitives/leaves.ts";
import { type Program, program } from "../../core/graph/program.ts";
import { seededRandom } from "../../core/base/random.ts";
import { sizeOf } from "../../core/graph/tensor.ts";
import { fromJSON, type PipelineJson } from "../../dsl/mod.ts";
import { numbers } from "./against_loops.ts";

/** All that determines a computation. A failing test prints it, to be kept as a case. */
export interface Sample {
  readonly pipeline: PipelineJson;
  readonly batch: number;
  /** Whether batch norm uses the batch's own statistics, as in training. */
  readonly training: boolean;
  /** The seed of all numbers. */
  readonly seed: number;
}

type StepJson = PipelineJson["steps"][number];

/** A layer for an image whose size is not known yet. Its sizes are cut to what fits. */
type Layer = (height: number, width: number) => StepJson;

const small = fc.integer({ min: 1, max: 3 });
const two = fc.tuple(small, small);
const activation = fc.constantFrom(
  "linear",
  "relu",
  "sigmoid",
  "tanh",
  "elu",
  "gelu",
  "leakyRelu",
  "silu",
  "softplus",
  "relu6",
  "selu",
  "softmax",
);
const padding = fc.constantFrom("valid", "same");

const cut = ([a, b]: [number, number], height: number, width: number) => [
  Math.min(a, height),
  Math.min(b, width),
];

const conv: fc.Arbitrary<Layer> = fc.record({
  filters: fc.constantFrom(1, 2, 3, 4, 5, 8, 9, 13),
  kernel: two,
  stride: two,
  dilation: two,
  dilated: fc.boolean(),
  padding,
  activation,
  bias: fc.boolean(),
}).map(({ kernel, stride, dilation, dilated, ...rest }) => (height, width) => {
  const [rows = 1, columns = 1] = cut(kernel, height, width);
  // The language has one of the two; a dilated window that would not fit is not dilated.
  const reach = [(rows - 1) * dilation[0] + 1, (columns - 1) * dilation[1] + 1];
  const dilates = dilated && reach[0]! <= height && reach[1]! <= width;
  return {
    step: "conv",
    kernel: [rows, columns],
    ...(dilates ? { dilation } : { stride }),
    ...rest,
  };
});

const pool: fc.Arbitrary<Layer> = fc.record({
  size: two,
  stride: two,
  padding,
  kind: fc.constantFrom("max", "max", "mean"),
  apart: fc.boolean(),
}).map(({ size, stride, apart, ...rest }) => (height, width) => {
  const fitting = cut(size, height, width);
  return { step: "pool", size: fitting, stride: apart ? fitting : stride, ...rest };
});

const branches: fc.Arbitrary<Layer> = fc.record({
  filters: small,
  kind: fc.constantFrom("max", "mean"),
  activation,
}).map(({ filters, kind, activation }) => () => ({
  step: "branches",
  parts: [
    [{ step: "conv", filters, kernel: 1, activation }],
    [{ step: "conv", filters: 2, kernel: 1 }, {
      step: "conv",
      filters,
      kernel: 3,
      padding: "same",
    }],
    [{ step: "pool", size: 3, stride: 1, padding: "same", kind }],
  ],
}));

const joined: fc.Arbitrary<Layer> = fc.record({
  step: fc.constantFrom("add", "multiply", "average", "maximum", "residual"),
  filters: small,
  activation,
}).map(({ step, filters, activation }) => () => ({
  step,
  parts: [
    [{ step: "conv", filters, kernel: 3, padding: "same", activation }],
    step === "multiply"
      ? [{ step: "globalPool", keepDims: true }, { step: "conv", filters, kernel: 1 }]
      : [{ step: "conv", filters, kernel: 1 }],
  ],
}));

const depthwise: fc.Arbitrary<Layer> = fc.record({
  kernel: two,
  stride: two,
  padding,
  multiplier: fc.integer({ min: 1, max: 2 }),
  activation,
}).map(({ kernel, ...rest }) => (height, width) => ({
  step: "depthwiseConv",
  kernel: cut(kernel, height, width),
  ...rest,
}));

const larger: fc.Arbitrary<Layer> = fc.oneof(
  fc.record({ filters: small, kernel: two, stride: two, padding, activation })
    .map((options) => () => ({ step: "convTranspose", ...options })),
  fc.record({ size: two, kind: fc.constantFrom("nearest", "bilinear") })
    .map((options) => () => ({ step: "upsample", ...options })),
  two.map((size) => () => ({ step: "zeroPad", size })),
);

// Of one channel, or of one pixel, the variance is 0, and what is left is rounding.
const normed: fc.Arbitrary<Layer> = fc.constantFrom({ step: "layerNorm" }, {
  step: "groupNorm",
  groups: 2,
}).map((norm) => () => ({
  step: "branches",
  parts: [[{ step: "conv", filters: 6, kernel: 1 }, norm]],
}));

const layer: fc.Arbitrary<Layer> = fc.oneof(
  { weight: 2, arbitrary: joined },
  { weight: 1, arbitrary: depthwise },
  { weight: 1, arbitrary: larger },
  { weight: 1, arbitrary: normed },
  { weight: 4, arbitrary: conv },
  { weight: 3, arbitrary: pool },
  { weight: 1, arbitrary: branches },
  { weight: 1, arbitrary: fc.constant<Layer>(() => ({ step: "batchNorm" })) },
  {
    weight: 1,
    // The language refuses a softmax of a softmax: here only layers with weights have one.
    arbitrary: activation.filter((name) => name !== "softmax")
      .map((name) => () => ({ step: "activate", activation: name })),
  },
);

/** The shape of the output of a list of steps. */
const after = (steps: readonly StepJson[], batch = 1): readonly number[] =>
  build(fromJSON({ convlab: 1, steps }), batch).output.shape;

/** Random samples, of which fast-check shrinks the failing ones. */
export const samples: fc.Arbitrary<Sample> = fc.record({
  image: fc.tuple(
    fc.integer({ min: 3, max: 10 }),
    fc.integer({ min: 3, max: 10 }),
    fc.integer({ min: 1, max: 5 }),
  ),
  layers: fc.array(layer, { minLength: 1, maxLength: 4 }),
  dense: fc.option(fc.record({ units: fc.integer({ min: 1, max: 12 }), activation })),
  batch: fc.integer({ min: 1, max: 4 }),
  training: fc.boolean(),
  seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
}).map(({ image, layers, dense, ...rest }) => {
  const steps: StepJson[] = [{ step: "input", shape: image }];
  for (const make of layers) {
    const [, height = 1, width = 1] = after(steps);
    steps.push(make(height, width));
  }
  if (dense) steps.push({ step: "flatten" }, { step: "dense", ...dense });
  return { pipeline: { convlab: 1, steps }, ...rest };
});

/** The program of a sample's output y, the gradients of Σ y·dy and batch norm's updates, with its numbers. */
export function task({ pipeline, batch, training, seed }: Sample): {
  readonly asked: Program;
  /** The inputs, where every number of x is moved by at most `nudge` times itself. */
  feeds(nudge: number): Record<string, Float32Array>;
  readonly weights: Record<string, Float32Array>;
} {
  const built = build(fromJSON(pipeline), batch, { training });
  const dy = apply(input, [], { name: "dy", shape: built.output.shape });
  const wrt = [built.input, ...built.trainable.map((path) => built.weights.get(path)!)];
  const names = ["d x", ...built.trainable.map((path) => `d ${path}`)];
  const slopes = gradients(built.output, wrt, dy);
  const asked = program({
    y: built.output,
    ...Object.fromEntries(slopes.map((node, i) => [names[i]!, node])),
    ...Object.fromEntries([...built.updates].map(([path, node]) => [`new ${path}`, node])),
  });
  const x = numbers(sizeOf(built.input.shape), seed);
  const moves = numbers(x.length, seed + 1);
  const given = { dy: numbers(sizeOf(dy.shape), seed + 2), ...drawFeeds(asked, seededRandom(0)) };
  return {
    asked,
    feeds: (nudge) => ({ x: x.map((value, i) => value * (1 + nudge * moves[i]!)), ...given }),
    weights: Object.fromEntries(
      [...built.weights].map(([path, { shape }], i) => {
        const values = numbers(sizeOf(shape), seed + 3 + i);
        // Weights that make sums of about 1: where a sigmoid saturates, 1 − y loses all its digits.
        const fan = Math.sqrt(sizeOf(shape.slice(0, -1)));
        const variance = path.endsWith("variance");
        return [path, values.map((v) => variance ? Math.abs(v) + 0.5 : v / fan)];
      }),
    ),
  };
}

/** Runs a task once on an engine. */
export async function outcome(
  engine: Engine,
  { asked, feeds, weights }: ReturnType<typeof task>,
  nudge = 0,
): Promise<Record<string, Float32Array>> {
  const [executable, store] = [await engine.compile(asked), engine.store(weights)];
  try {
    return await executable.run(feeds(nudge), store);
  } finally {
    executable.close();
    store.close();
  }
}

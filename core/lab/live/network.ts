/** The live figure `network`: the run's part. */
import { input, layerNodes, pipeline, rule, type Step } from "../../../dsl/mod.ts";
import type { Engine } from "../../engine/engine.ts";
import { sizeOf, type Tensor } from "../../graph/tensor.ts";
import { Model } from "../../model/model.ts";
import { live, type Output, sideBySide } from "../../report/mod.ts";
import { toSignificant } from "../../report/json.ts";
import type { NetworkData } from "../../report/live/figures/network_state.ts";
import { decodeCompact, encodeCompact, precisions } from "../../weights/compact_weights.ts";
import type { Weights } from "../../weights/initial_weights.ts";
import { splitChannels } from "../tensors/channels.ts";
import { largestDifference } from "../tensors/statistics.ts";
import { toPixels } from "../tensors/matrix.ts";
import { answers as answersOf, row, rows } from "../tensors/rows.ts";
import { type LiveContext, packed } from "./context.ts";
import { sampled } from "./sampled.ts";

/** What a lab says of the figure. */
export interface LiveNetworkFigure {
  /** A trained network whose output is one probability per class. */
  readonly model: Model;
  /** Pictures to begin with, [count, height, width, channels], 0 to 255; the figure shows up to 24. */
  readonly pictures: Tensor;
  /** The number of each picture's class. */
  readonly labels: ArrayLike<number>;
  readonly classes: readonly string[];
}

const MOST = 24;

/** The network from its input to its output, without data and training. */
function fromInput({ pipeline: { steps } }: Model, shape: readonly number[]) {
  const computing = steps.filter((step: Step) => {
    const { source, training, evaluation } = step[rule];
    return !source && !training && !evaluation;
  });
  const [height = 0, width = 0, channels = 0] = shape;
  return pipeline(...[input(height, width, channels), ...computing] as readonly Step[]);
}

/** Computes the answers for all pictures, with the weights as the page holds them. */
export async function liveNetwork(
  { name, engine }: LiveContext,
  { model, pictures, labels, classes }: LiveNetworkFigure,
): Promise<Output> {
  const few = rows(pictures, 0, Math.min(MOST, pictures.shape[0] ?? 0));
  const net = fromInput(model, few.shape.slice(1));
  const opened = await engine();
  const answers = async (weights: Weights) =>
    await withModel(opened, net, weights, (own) => own.predict(few));
  const exact = await model.weights();
  const { bytes, kept, probabilities, ...page } = await forPage(exact, answers);
  const first = rows(few, 0, 1);
  const maps = await withModel(opened, net, kept, (own) => own.activations(first));
  const names = layerNodes(net).map((node) => node.name);
  const layers = names.filter((step) => (maps[step]?.shape.length ?? 0) === 4 && step !== names[0]);
  const data: NetworkData = {
    pipeline: net.toJSON(),
    weights: bytes.toBase64(),
    ...page,
    classes,
    pictures: Array.from({ length: few.shape[0]! }, (_, i) => packed(row(few, i))),
    labels: Array.from(labels).slice(0, few.shape[0]!),
  };
  const per = sizeOf(probabilities.shape.slice(1));
  return live({
    figure: "network",
    name,
    data: JSON.parse(JSON.stringify(data)),
    still: [sideBySide({
      id: `live-${name}-still`,
      title: "network",
      caption: layers.join(", "),
      alt: layers.join(", "),
      images: [
        { title: `${classes[data.labels[0] ?? -1] ?? ""}`, image: toPixels(row(first, 0)) },
        ...layers.map((step) => {
          const { data: values, ...map } = toPixels(splitChannels(row(maps[step]!, 0))[0]!);
          const all = Array.from(values);
          return {
            title: `${step} 0, ${map.height}×${map.width}`,
            image: { ...map, data: all },
            range: [Math.min(...all), Math.max(...all)] as const,
          };
        }),
      ],
    })],
    computed: {
      ...page,
      probabilities: data.pictures.map((_, i) =>
        Array.from(probabilities.data.subarray(i * per, (i + 1) * per), (p) => toSignificant(p, 8))
      ),
      steps: Object.fromEntries(
        Object.entries(maps).map(([step, output]) => [step, sampled(row(output, 0))]),
      ),
    },
  });
}

/** By how much a probability in the page may differ from the run's. */
const TOLERATED = 0.01;

/**
 * The weights in as few bytes as leave every answer as it is, and every probability within a hundredth.
 *
 * @param answers Computes the probabilities of all pictures with some weights.
 */
async function forPage(exact: Weights, answers: (weights: Weights) => Promise<Tensor>) {
  const expected = await answers(exact);
  for (const precision of precisions) {
    const bytes = encodeCompact(exact, precision);
    const kept = decodeCompact(bytes, "the page's weights");
    const probabilities = await answers(kept);
    const difference = largestDifference(expected.data, probabilities.data);
    const same = answersOf(expected).join() === answersOf(probabilities).join();
    if (same && difference <= TOLERATED) {
      return { bytes, kept, probabilities, precision, difference };
    }
  }
  throw new RangeError("Expected the same answers for the same weights, found others.");
}

/** Computes with weights and frees their memory. */
async function withModel<T>(
  engine: Engine,
  net: Model["pipeline"],
  weights: Weights,
  compute: (model: Model) => Promise<T>,
): Promise<T> {
  const model = new Model(net, engine, weights);
  try {
    return await compute(model);
  } finally {
    await model.close();
  }
}

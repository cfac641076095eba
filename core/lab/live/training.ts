/** The live figure `training`: the run's part. */
import {
  adam,
  conv,
  filter,
  input,
  type Kernel,
  meanSquaredError,
  normalize,
  pipeline,
  sgd,
  train,
} from "../../../dsl/mod.ts";
import { LiveTraining } from "../../live/live_training.ts";
import { live, type Output, sideBySide } from "../../report/mod.ts";
import { allToSignificant } from "../../report/json.ts";
import {
  BATCH,
  type OptimizerName,
  PATCH,
  patches,
  type RATES,
  type TrainingData,
} from "../../report/live/figures/training_state.ts";
import { toPixels } from "../tensors/matrix.ts";
import { greyPicture, type LiveContext, packed } from "./context.ts";

/** What a lab says of the figure. */
export interface LiveTrainingFigure {
  /** A photograph of the book or the path of a file; it is shown in grey. */
  readonly picture: string;
  /** The filter that is to be found. */
  readonly kernel: Kernel;
  /** Adam by default, with a learning rate of 0.03. */
  readonly optimizer?: OptimizerName;
  readonly learningRate?: typeof RATES[number];
}

/** How many steps the run trains, for the still picture. */
const STEPS = 100;

/** Trains some steps, as the page does, and draws what has been learned. */
export async function liveTraining(
  { name, compute, engine }: LiveContext,
  { picture, kernel, optimizer = "adam", learningRate = 0.03 }: LiveTrainingFigure,
): Promise<Output> {
  const grey = await greyPicture(compute, picture);
  const [height = 0, width = 0] = grey.shape;
  const filtered = (by: Kernel) =>
    compute(pipeline(input(height, width, 1), normalize(), filter(by)), grey);
  const goal = await filtered(kernel);
  const trained = pipeline(
    input(PATCH, PATCH, 1),
    normalize(),
    conv(1, { kernel: [kernel.length, kernel[0]!.length], bias: false }),
    train({
      epochs: 1,
      batchSize: BATCH,
      optimizer: optimizer === "adam" ? adam({ learningRate }) : sgd({ learningRate }),
      loss: meanSquaredError(),
    }),
  );
  const json = trained.toJSON();
  const training = new LiveTraining(await engine(), {
    pipeline: JSON.parse(JSON.stringify(json)),
    examples: patches(toPicture(grey), toPicture(goal)),
  });
  const losses: number[] = [];
  for (let step = 0; step < STEPS; step++) losses.push((await training.step()).loss);
  const { data: weights } = (await training.network.weights())["conv1/kernel"]!;
  await training.close();
  const columns = kernel[0]!.length;
  const learned = kernel.map((_, i) => [...weights.subarray(i * columns, (i + 1) * columns)]);
  const range: [number, number] = [Math.min(...goal.data), Math.max(...goal.data)];
  const data: TrainingData = {
    picture: packed(grey),
    kernel,
    pipeline: json,
    optimizer,
    learningRate,
  };
  return live({
    figure: "training",
    name,
    data: JSON.parse(JSON.stringify(data)),
    still: [sideBySide({
      id: `live-${name}-still`,
      title: "training",
      caption: `loss ${losses.at(-1)?.toPrecision(2)}`,
      alt: `loss ${losses.at(-1)?.toPrecision(2)}`,
      images: [
        { title: picture, image: toPixels(grey) },
        { title: "y", image: toPixels(goal), range },
        { title: `y, ${STEPS}`, image: toPixels(await filtered(learned)), range },
      ],
    })],
    computed: { losses: allToSignificant(losses, 8), kernel: allToSignificant(weights, 8) },
  });
}

const toPicture = ({ shape: [height = 0, width = 0, channels = 1], data }: {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}) => ({ height, width, channels, data });

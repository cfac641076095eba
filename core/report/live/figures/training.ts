/** The figure `training`: a filter that learns, in the page, to be another one. */
/// <reference lib="dom" />
import { render } from "npm:lit-html@3.3.3";
import type { Tensor } from "../../../graph/tensor.ts";
import { type Picture, pictureOf } from "../base/bytes.ts";
import type { LiveFigure, Settings } from "../base/host.ts";
import { extent } from "../base/numbers.ts";
import { PixelView } from "../base/pixel_view.ts";
import { oneOf } from "../base/settings.ts";
import {
  type OptimizerName,
  OPTIMIZERS,
  patches,
  RATES,
  type TrainingData,
} from "./training_state.ts";
import { type TrainingShown, trainingView } from "./training_view.ts";
import { words } from "./training_words.ts";

/** The longest time that a training computes before the page may answer, in milliseconds. */
const SLICE_MS = 12;
/** The most steps: then nothing changes any more. */
const MOST_STEPS = 2000;

export const training: LiveFigure<TrainingData> = async (host, data) => {
  const { tools } = host;
  const { filter, normalize } = tools.words;
  const picture = pictureOf(data.picture);
  const filtered = async (kernel: readonly (readonly number[])[]): Promise<Picture> => {
    const { height, width, data: x } = picture;
    const outputs = await tools.applySteps([normalize(), filter(kernel)], {
      shape: [height, width, 1],
      data: x,
    });
    const { shape: [rows = 0, columns = 0], data: values } = Object.values(outputs)[1]!;
    return { height: rows, width: columns, channels: 1, data: values };
  };
  const goal = await filtered(data.kernel);
  const live = tools.openTraining({
    pipeline: data.pipeline,
    examples: patches(picture, goal),
  });
  const [wanted, given] = [new PixelView("wanted"), new PixelView("given")];
  const state: TrainingShown = {
    ...{ optimizer: data.optimizer, learningRate: data.learningRate },
    ...{ losses: [], kernel: [], running: false, diverged: false, spoken: "" },
  };

  /** One thing at a time: a step, a change, a reset. */
  let busy: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>) => busy = busy.then(work);

  async function read(): Promise<void> {
    const kernel: Tensor = (await live.network.weights())["conv1/kernel"]!;
    const [rows = 0, columns = 0] = kernel.shape;
    state.kernel = Array.from(
      { length: rows },
      (_, i) => [...kernel.data.subarray(i * columns, (i + 1) * columns)],
    );
    host.computed({
      kernel,
      losses: { shape: [state.losses.length], data: Float32Array.from(state.losses) },
    });
    if (kernel.data.every(Number.isFinite)) {
      const now = await filtered(state.kernel);
      given.show(now, extent(goal.data));
    }
    show();
  }

  async function steps(count: number): Promise<void> {
    for (let i = 0; i < count && !state.diverged; i++) {
      const { loss } = await live.step();
      state.diverged = !Number.isFinite(loss) || loss > 1e6;
      if (!state.diverged) state.losses.push(loss);
    }
  }

  /** Trains in slices, so that the page answers and shows what has been learned at every frame. */
  function run(): void {
    if (!state.running) return;
    inTurn(async () => {
      const begin = performance.now();
      do await steps(1); while (!state.diverged && performance.now() - begin < SLICE_MS);
      if (state.diverged || state.losses.length >= MOST_STEPS) stop();
      await read();
    });
    busy.then(() => requestAnimationFrame(run));
  }

  function stop(): void {
    state.running = false;
    const texts = words[host.language()];
    const loss = state.losses.at(-1) ?? NaN;
    state.spoken = state.diverged
      ? texts.diverged
      : texts.curve(state.losses.length, loss.toPrecision(2));
  }

  function show(): void {
    const texts = words[host.language()];
    wanted.label(texts.wanted);
    given.label(texts.given);
    render(trainingView(state, data.kernel, actions, texts, wanted, given, host.id), host.element);
  }

  const optimizer = () =>
    state.optimizer === "adam"
      ? tools.optimizers.adam({ learningRate: state.learningRate })
      : tools.optimizers.sgd({ learningRate: state.learningRate });

  const set = (part: { optimizer?: OptimizerName; learningRate?: number }) => {
    Object.assign(state, part);
    host.keep(settingsOf(state, data));
    inTurn(() => live.change({ optimizer: optimizer() }));
    show();
  };
  const reset = () => {
    Object.assign(state, { losses: [], running: false, diverged: false, spoken: "" });
    inTurn(async () => {
      await live.reset();
      await live.change({ optimizer: optimizer() });
      await read();
    });
  };
  const actions = {
    set,
    reset,
    step: () => {
      inTurn(async () => {
        await steps(1);
        stop();
        await read();
      });
    },
    play: () => {
      if (state.running) stop();
      else {
        state.running = true;
        run();
      }
      show();
    },
  };
  wanted.show(goal, extent(goal.data));
  host.onAppearance(show);
  host.onSettings((settings) => {
    state.optimizer = oneOf(OPTIMIZERS, settings["optimizer"]) ?? data.optimizer;
    state.learningRate = oneOf<number>(RATES, settings["rate"]) ?? data.learningRate;
    reset();
  });
  await busy;
};

const settingsOf = (
  { optimizer, learningRate }: Pick<TrainingShown, "optimizer" | "learningRate">,
  data: TrainingData,
): Settings => ({
  ...(optimizer !== data.optimizer && { optimizer }),
  ...(learningRate !== data.learningRate && { rate: String(learningRate) }),
});

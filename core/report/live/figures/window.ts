/** The figure `window`: a window slides over an input, step by step. */
/// <reference lib="dom" />
import { render } from "npm:lit-html@3.3.3";
import type { LiveFigure, Settings } from "../base/host.ts";
import { latest } from "../base/latest.ts";
import { short } from "../base/numbers.ts";
import { oneOf } from "../base/settings.ts";
import {
  CHOICES,
  geometryOf,
  MOST,
  part,
  unknownBoth,
  type WindowActions,
  type WindowData,
  type WindowSettings,
  type WindowState,
} from "./window_state.ts";
import { windowView } from "./window_view.ts";
import { words } from "./window_words.ts";

/** How long a step lasts while the figure plays. */
const STEP_MS = 700;

export const slidingWindow: LiveFigure<WindowData> = async (host, data) => {
  const { size, kernel, stride, padding, dilation, channels } = data;
  const given: WindowSettings = { size, kernel, stride, padding, dilation, channels };
  const state: WindowState = {
    ...{ settings: given, step: 0, playing: false },
    ...{ output: undefined, spoken: "" },
  };
  let timer: ReturnType<typeof setInterval> | undefined;

  const compute = latest(async () => {
    const { size, kernel, stride, padding, dilation, channels } = state.settings;
    state.output = undefined;
    if (geometryOf(state.settings) && !unknownBoth(state.settings)) {
      const { words: { conv }, applySteps } = host.tools;
      const shape = [kernel, kernel, channels, 1];
      const outputs = await applySteps(
        [conv(1, { kernel, stride, padding, dilation, bias: false })],
        { shape: [size, size, channels], data: part(data.input, MOST.size, size, channels) },
        { "conv1/kernel": { shape, data: part(data.weights, MOST.kernel, kernel, channels) } },
      );
      state.output = Object.values(outputs)[0]!;
      host.computed({ output: state.output });
      state.step = Math.min(state.step, state.output.data.length - 1);
    }
    show();
  });

  function show(): void {
    const texts = words[host.language()];
    render(windowView(state, data, actions, texts, host.id), host.element);
  }

  function stop(): void {
    clearInterval(timer);
    state.playing = false;
  }

  const actions: WindowActions = {
    set(part) {
      stop();
      state.settings = { ...state.settings, ...part };
      host.keep(settingsOf(state.settings, given));
      compute();
    },
    step(to) {
      const { output } = state;
      if (!output) return;
      state.step = Math.min(output.data.length - 1, Math.max(0, to));
      const columns = output.shape[1]!;
      if (!state.playing) {
        state.spoken = words[host.language()].spoken(
          Math.floor(state.step / columns),
          state.step % columns,
          short(output.data[state.step]!),
        );
      }
      show();
    },
    play() {
      const wasPlaying = state.playing;
      stop();
      if (!wasPlaying && state.output) {
        state.playing = true;
        if (state.step === state.output.data.length - 1) state.step = 0;
        timer = setInterval(() => {
          const end = (state.output?.data.length ?? 1) - 1;
          if (state.step < end) actions.step(state.step + 1);
          if (state.step >= end) {
            stop();
            show();
          }
        }, STEP_MS);
      }
      show();
    },
  };
  host.onAppearance(show);
  host.onSettings((settings) => {
    stop();
    state.settings = { ...given, ...read(settings) };
    state.step = 0;
    compute();
  });
  await compute();
};

const NUMBERS = ["size", "kernel", "stride", "dilation", "channels"] as const;

const settingsOf = (now: WindowSettings, given: WindowSettings): Settings =>
  Object.fromEntries(
    [...NUMBERS, "padding" as const].filter((name) => now[name] !== given[name])
      .map((name) => [name, String(now[name])]),
  );

function read(settings: Settings): Partial<WindowSettings> {
  const padding = oneOf(["valid", "same"] as const, settings["padding"]);
  const numbers = NUMBERS.flatMap((name) => {
    const value = oneOf<number>(CHOICES[name], settings[name]);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(numbers), ...(padding && { padding }) };
}

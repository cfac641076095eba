/** What the figure `training` shows. */
import { html, svg, type TemplateResult } from "npm:lit-html@3.3.3";
import { button, choices, spoken } from "../base/controls.ts";
import { numberGrid } from "../base/number_grid.ts";
import { fixed, short } from "../base/numbers.ts";
import type { PixelView } from "../base/pixel_view.ts";
import { type OptimizerName, OPTIMIZERS, RATES } from "./training_state.ts";
import type { words } from "./training_words.ts";

type Texts = typeof words["en"];

/** What the reader has set, and what has been learned. */
export interface TrainingShown {
  optimizer: OptimizerName;
  learningRate: number;
  losses: number[];
  kernel: readonly (readonly number[])[];
  running: boolean;
  diverged: boolean;
  spoken: string;
}

/** What the reader can do. */
export interface TrainingActions {
  set(part: { optimizer?: OptimizerName; learningRate?: number }): void;
  play(): void;
  step(): void;
  reset(): void;
}

export function trainingView(
  state: TrainingShown,
  goal: readonly (readonly number[])[],
  actions: TrainingActions,
  texts: Texts,
  wanted: PixelView,
  given: PixelView,
  id: string,
): TemplateResult {
  const { kernel, losses } = state;
  const close = kernel.length > 0 &&
    kernel.every((row, i) => row.every((w, j) => Math.abs(w - goal[i]![j]!) < 0.005));
  return html`
    <div class="panels">
      <div><p class="head">${texts.wanted}</p>${wanted.canvas}
        ${numberGrid(texts.goal, goal.map((row) => row.map((w) => ({ text: short(w) }))))}</div>
      <div><p class="head">${texts.given}</p>${given.canvas}
        ${numberGrid(
          texts.learned,
          kernel.map((row) => row.map((w) => ({ text: fixed(w) }))),
        )}</div>
      <div><p class="head">${texts.loss} <small>${texts.steps(losses.length)}${losses.length > 0
        ? `, ${losses.at(-1)!.toPrecision(2)}`
        : ""}</small></p>${curve(losses, texts)}
        <p class="legend">${texts.log}</p></div>
    </div>
    <div class="controls"><div class="row">${button(
      state.running ? texts.stop : texts.play,
      actions.play,
    )}${button(texts.step, actions.step)}${button(texts.reset, actions.reset)}</div>
      ${choices(
        `${id}-optimizer`,
        texts.optimizer,
        OPTIMIZERS.map((value) => ({ value, text: value })),
        state.optimizer,
        (optimizer) => actions.set({ optimizer }),
      )}${choices<number>(
        `${id}-rate`,
        texts.rate,
        RATES.map((value) => ({ value, text: String(value) })),
        state.learningRate,
        (learningRate) => actions.set({ learningRate }),
      )}</div>
    <p class="why">${state.diverged ? texts.diverged : close ? texts.close : texts.why}</p>
    ${spoken(state.spoken)}
  `;
}

/** The powers of ten that the curve shows. */
const [LOW, HIGH] = [-8, 1];
const [WIDE, TALL] = [300, 200];

/** The loss over the steps, on a logarithmic scale. */
function curve(losses: readonly number[], texts: Texts) {
  const x = (step: number) => (step / Math.max(50, losses.length - 1)) * (WIDE - 40) + 36;
  const y = (loss: number) =>
    TALL - 6 - (Math.min(HIGH, Math.max(LOW, Math.log10(loss))) - LOW) / (HIGH - LOW) * (TALL - 16);
  const every = Math.max(1, Math.floor(losses.length / 400));
  const points = losses.flatMap((loss, i) =>
    i % every === 0 || i === losses.length - 1 ? [`${x(i).toFixed(1)},${y(loss).toFixed(1)}`] : []
  );
  const lines = [-8, -6, -4, -2, 0];
  return html`
    <svg class="curve" viewBox="0 0 ${WIDE} ${TALL}" role="img"
      aria-label=${texts.curve(losses.length, losses.at(-1)?.toPrecision(2) ?? "")}>${lines.map((
        power,
      ) =>
        svg`
          <line x1="36" x2=${WIDE} y1=${y(10 ** power)} y2=${y(10 ** power)}></line>
          <text x="30" y=${y(10 ** power) + 4}>${power === 0 ? "1" : `1e${power}`}</text>
        `
      )}<polyline points=${points.join(" ")}></polyline></svg>
  `;
}

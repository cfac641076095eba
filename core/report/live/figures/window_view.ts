/** What the figure `window` shows. */
import { html, type TemplateResult } from "npm:lit-html@3.3.3";
import type { WindowGeometry } from "../../../graph/window.ts";
import { button, choices, spoken } from "../base/controls.ts";
import { type GridCell, numberGrid } from "../base/number_grid.ts";
import { short } from "../base/numbers.ts";
import {
  CHOICES,
  geometryOf,
  MOST,
  part,
  unknownBoth,
  type WindowActions,
  type WindowData,
  type WindowState,
} from "./window_state.ts";
import type { words } from "./window_words.ts";

type Texts = typeof words["en"];

export function windowView(
  state: WindowState,
  data: WindowData,
  actions: WindowActions,
  texts: Texts,
  id: string,
): TemplateResult {
  const { settings, output } = state;
  const geometry = geometryOf(settings);
  const numbers = (name: keyof typeof CHOICES, label: string) =>
    choices<number>(
      `${id}-${name}`,
      label,
      CHOICES[name].map((value) => ({
        value,
        text: ["size", "kernel"].includes(name) ? `${value}×${value}` : String(value),
      })),
      settings[name],
      (value) => actions.set({ [name]: value }),
    );
  return html`
    ${geometry && output ? sliding(state, geometry, data, actions, texts) : html`
      <p class="problem">${unknownBoth(settings)
        ? texts.both
        : texts.tooLarge((settings.kernel - 1) * settings.dilation + 1, settings.size)}</p>
    `}
    <div class="controls">${numbers("size", texts.size)}${numbers("kernel", texts.kernel)}
      ${numbers("stride", texts.stride)}${choices(
        `${id}-padding`,
        texts.padding,
        (["valid", "same"] as const).map((value) => ({ value, text: value })),
        settings.padding,
        (padding) => actions.set({ padding }),
      )}${numbers("dilation", texts.dilation)}${numbers("channels", texts.channels)}</div>
    ${geometry && output ? formula(settings, geometry, texts) : ""}${spoken(state.spoken)}
  `;
}

/** The inputs with the window over them, the weights, and the output as far as it is computed. */
function sliding(
  { settings, step, playing, output }: WindowState,
  geometry: WindowGeometry,
  data: WindowData,
  actions: WindowActions,
  texts: Texts,
) {
  const { size, kernel, stride, dilation, channels } = settings;
  const { pad: [[before, after]], output: [rows, columns] } = geometry;
  const x = part(data.input, MOST.size, size, channels);
  const w = part(data.weights, MOST.kernel, kernel, channels);
  const at = { row: Math.floor(step / columns), column: step % columns };
  const tap = (place: number, from: number) => {
    const distance = place - (from * stride - before);
    const index = distance / dilation;
    return Number.isInteger(index) && index >= 0 && index < kernel ? index : undefined;
  };
  const places = Array.from({ length: before + size + after }, (_, i) => i - before);
  const grid = (c: number) =>
    places.map((row) =>
      places.map((column): GridCell => {
        const under = tap(row, at.row) !== undefined && tap(column, at.column) !== undefined;
        const outside = row < 0 || column < 0 || row >= size || column >= size;
        return {
          text: outside ? "0" : String(x[(row * size + column) * channels + c]),
          mark: `${under ? "under" : ""}${outside ? " outside" : ""}`,
        };
      })
    );
  const terms = Array.from({ length: kernel * kernel * channels }, (_, i) => {
    const [c, place] = [Math.floor(i / kernel ** 2), i % kernel ** 2];
    const [m, n] = [Math.floor(place / kernel), place % kernel];
    const row = at.row * stride - before + m * dilation;
    const column = at.column * stride - before + n * dilation;
    const inside = row >= 0 && column >= 0 && row < size && column < size;
    const pixel = inside ? x[(row * size + column) * channels + c]! : 0;
    return { pixel, weight: w[(m * kernel + n) * channels + c]! };
  }).filter(({ weight }) => weight !== 0);
  const value = output!.data[step]!;
  return html`
    <div class="sliding">
      <div>${Array.from({ length: channels }, (_, c) =>
        html`
          <div class="channel">${numberGrid(
            channels === 1 ? texts.input : `${texts.input}, ${texts.channel(c)}`,
            grid(c),
          )}${numberGrid(
            texts.weights,
            Array.from({ length: kernel }, (_, m) =>
              Array.from({ length: kernel }, (_, n) => ({
                text: short(w[(m * kernel + n) * channels + c]!),
                mark: "under",
              }))),
          )}</div>
        `)}</div>
      <div>${outputGrid(output!.data, rows, columns, step, actions, texts)}
        <div class="row">${button(playing ? texts.pause : texts.play, actions.play)}
          ${button(texts.step, () => actions.step(step + 1))}
          ${button(texts.back, () => actions.step(step - 1))}
          ${button(texts.again, () => actions.step(0))}</div>
        <label class="drag"><span>${texts.position}</span><input type="range" min="0"
          max=${output!.data.length - 1} .value=${String(step)} @input=${(event: Event) =>
            actions.step((event.target as HTMLInputElement).valueAsNumber)}></label></div>
    </div>
    <div class="explained"><p class="head">${texts.at(at.row, at.column)}</p>
      <p class="terms">${terms.map(({ pixel, weight }, i) =>
        `${i === 0 ? "" : " + "}${short(pixel)}·${
          weight < 0 ? `(${short(weight)})` : short(weight)
        }`
      ).join("") || "0"} = <b>${short(value)}</b></p>
      ${channels > 1 ? html`<p class="legend">${texts.channelsAdd(channels)}</p>` : ""}</div>
  `;
}

/** The output; a field can be chosen, and those that are not yet computed are empty. */
function outputGrid(
  values: Float32Array,
  rows: number,
  columns: number,
  step: number,
  actions: WindowActions,
  texts: Texts,
) {
  return html`
    <table class="number-grid output">
      <caption>${texts.output} ${rows}×${columns}</caption>
      <tbody>${Array.from({ length: rows }, (_, r) =>
        html`
          <tr>${Array.from({ length: columns }, (_, c) => {
            const place = r * columns + c;
            return html`
              <td class=${place === step ? "current" : ""} @click=${() =>
                actions.step(place)}>${place <= step ? short(values[place]!) : ""}</td>
            `;
          })}</tr>
        `)}</tbody>
    </table>
    <p class="legend">${texts.click}</p>
  `;
}

/** The size's formula with these numbers, each with its meaning. */
function formula(
  { size, kernel, stride, dilation }: WindowState["settings"],
  { pad: [[before, after]], output: [rows] }: WindowGeometry,
  texts: Texts,
) {
  const padding = before + after;
  const span = dilation * (kernel - 1) + 1;
  const room = size + padding - span;
  const rest = room % stride;
  return html`
    <div class="why">
      <p class="head">${texts.lead}</p>
      <p
        class="formula">⌊(${size} + ${padding} − ${span}) / ${stride}⌋ + 1 = <b>${rows}</b></p>
      <p>${texts.n(size)}; ${texts.p(padding)}; ${texts.reach(kernel, dilation, span)}; ${texts
        .moves(room, stride, Math.floor(room / stride))}. ${rest > 0 ? texts.rest(rest) : ""}</p>
    </div>
  `;
}

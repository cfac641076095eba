/** What the figure `field` shows. */
/// <reference lib="dom" />
import { html, type TemplateResult } from "npm:lit-html@3.3.3";
import { button, spoken } from "../base/controls.ts";
import type { PixelView } from "../base/pixel_view.ts";
import {
  type FieldActions,
  type FieldLayer,
  type FieldState,
  MOST_LAYERS,
  seen,
  sides,
  STRIDES,
  WINDOWS,
} from "./field_state.ts";
import type { words } from "./field_words.ts";

type Texts = typeof words["en"];

export function fieldView(
  state: FieldState,
  actions: FieldActions,
  texts: Texts,
  input: PixelView,
  views: readonly PixelView[],
  side: number,
): TemplateResult {
  const { layers, outputs, layer, at } = state;
  const { row, column, size } = seen(layers, layer, at, -1);
  const cut = row + size > side || column + size > side;
  return html`
    <p class="what">${texts.point}</p>
    <div class="field">
      <div class="first"><p class="head">${texts.input}
      <small>${side}×${side}</small></p>${input.canvas}</div>
      <div class="layers">${outputs.map(({ shape: [rows, columns] }, i) =>
        html`
          <div><p class="subhead">${texts.layer(
            i + 1,
          )} <small>${rows}×${columns}</small></p>${views[i]!.canvas}
            ${layerControls(layers, i, side, actions, texts)}</div>
        `
      )}</div>
    </div>
    <div class="row">${button(texts.add, actions.add)}${button(texts.remove, actions.remove)}</div>
    ${sides(side, [...layers, { kind: "conv", window: 3, stride: 1 }]).includes(undefined) ||
        layers.length === MOST_LAYERS
      ? html`<p class="legend">${texts.full}</p>`
      : ""}
    <div class="explained"><p><b>${texts.sees(layer + 1, size, size)}</b> ${cut
      ? texts.cut
      : ""}</p>
      ${table(layers, outputs.map(({ shape }) => shape), layer, texts)}</div>
    ${spoken(state.spoken)}
  `;
}

/** Kind, window and stride of a layer; values that leave no room for the layers behind are left out. */
function layerControls(
  layers: readonly FieldLayer[],
  index: number,
  side: number,
  actions: FieldActions,
  texts: Texts,
) {
  const own = layers[index]!;
  const fits = (part: Partial<FieldLayer>) =>
    !sides(side, layers.map((layer, i) => i === index ? { ...layer, ...part } : layer))
      .includes(undefined);
  const select = <T extends string | number>(
    name: "kind" | "window" | "stride",
    label: string,
    values: readonly T[],
    text: (value: T) => string,
  ) =>
    html`
      <select aria-label=${label} @change=${(event: Event) => {
        const value = values[(event.target as HTMLSelectElement).selectedIndex];
        if (value !== undefined) actions.set(index, { [name]: value });
      }}>${values.map((value) =>
        html`
          <option .selected=${own[name] === value} ?disabled=${!fits({ [name]: value })}>${text(
            value,
          )}</option>
        `
      )}</select>
    `;
  return html`
    <div class="selects">${select(
      "kind",
      texts.kind(index + 1),
      ["conv", "pool"] as const,
      (kind) => texts[kind],
    )}${select(
      "window",
      texts.windowOf(index + 1),
      WINDOWS,
      (n) => `${texts.window} ${n}×${n}`,
    )}${select("stride", texts.strideOf(index + 1), STRIDES, (n) => `${texts.stride} ${n}`)}</div>
  `;
}

/** The sizes of the receptive field, layer by layer, each computed from the one before. */
function table(
  layers: readonly FieldLayer[],
  shapes: readonly (readonly number[])[],
  chosen: number,
  texts: Texts,
) {
  let [size, jump] = [1, 1];
  return html`
    <table class="steps">
      <caption>${texts.table}</caption>
      <tbody>${layers.map(({ kind, window, stride }, i) => {
        const [before, apart] = [size, jump];
        [size, jump] = [size + (window - 1) * jump, jump * stride];
        return html`
          <tr class=${i === chosen ? "current" : ""}>
            <th scope="row">${texts.layer(i + 1)}</th>
            <td>${texts[kind]} ${window}×${window}, ${texts.stride} ${stride}</td>
            <td>${shapes[i]?.slice(0, 2).join("×")}</td>
            <td>${texts.grows(before, window, apart, size)}</td>
          </tr>
        `;
      })}</tbody>
    </table>
    <p class="legend">${texts.why(
      layers.slice(0, chosen).reduce((product, { stride }) => product * stride, 1),
    )}</p>
  `;
}

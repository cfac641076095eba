/** What the figure `network` shows. */
import { html, type TemplateResult } from "npm:lit-html@3.3.3";
import { channelOf } from "../base/atlas.ts";
import { arrowButtons, button, fileButton, spoken } from "../base/controls.ts";
import { numberGrid } from "../base/number_grid.ts";
import { fixed, short } from "../base/numbers.ts";
import type { PixelView } from "../base/pixel_view.ts";
import type { NetworkMaps } from "./network_maps.ts";
import type { Strongest } from "./network_strongest.ts";
import {
  largest,
  type MapLayer,
  type NetworkActions,
  type NetworkData,
  type NetworkState,
} from "./network_state.ts";
import type { words } from "./network_words.ts";

type Texts = typeof words["en"];

const BITS = { int8: 8, float16: 16, float32: 32 } as const;

export function networkView(
  state: NetworkState,
  data: NetworkData,
  answer: Float32Array,
  layers: readonly MapLayer[],
  maps: NetworkMaps,
  strongest: Strongest,
  actions: NetworkActions,
  texts: Texts,
  pad: PixelView,
): TemplateResult {
  const truth = data.classes[data.labels[state.picture] ?? -1] ?? "";
  const best = largest(answer);
  const known = state.origin !== "yours";
  return html`
    <div class="network">
      <div class="seeing"><p class="head">${texts.input}</p>${pad.canvas}
        <p>${state.origin === "test"
          ? texts.test(state.picture, truth)
          : state.origin === "changed"
          ? texts.moved(state.picture, truth)
          : texts.yours}</p></div>
      <div class="hands">
        <div class="row">${button(texts.next, actions.next)}${button(
          texts.clear,
          actions.clear,
        )}${button(texts.erase, actions.erase, state.erasing)}</div>
        <fieldset><legend>${texts.moving}</legend>${arrowButtons(texts, actions.move)}</fieldset>
        ${fileButton(texts.own, actions.open)}
        ${state.problem && html`<p class="problem" role="alert">${texts[state.problem]}</p>`}
        <p class="legend">${texts.hint}</p>
      </div>
      <div class="answer">
        <p class="head">${texts.answer}</p>
        <ol>${data.classes.map((name, i) =>
          html`
            <li class=${i === best ? "best" : ""}><span>${name}</span>
              <meter min="0" max="1" .value=${answer[i] ?? 0} aria-label=${name}></meter>
              <output>${Math.round(100 * (answer[i] ?? 0))} %</output></li>
          `
        )}</ol>
        <p class="wrong">${known && truth !== data.classes[best] ? texts.wrong(truth) : ""}</p>
      </div>
    </div>
    <div class="maps"><p class="head">${texts.maps}</p>
      <p class="legend">${texts.point}</p>
      ${chosen(state, layers, maps, texts)}
      ${strongest.view(
        layers[state.layer]!.name,
        state.map,
        (picture) => data.classes[data.labels[picture] ?? -1] ?? "",
        texts.strongest(layers[state.layer]!.name, state.map),
      )}
      ${layers.map(({ name, height, width, channels }, i) =>
        html`
          <p class="subhead">${name} <small>${height}×${width}×${channels}</small></p>${maps
            .atlases[i]!.canvas}
        `
      )}</div>
    <p class="legend">${texts.precision(BITS[data.precision], short(100 * data.difference))}</p>
    ${spoken(state.spoken)}
  `;
}

/** The chosen map in large pixels, what its pixel is and sees, and the filter that made it. */
function chosen(
  { layer, map, at, outputs }: NetworkState,
  layers: readonly MapLayer[],
  maps: NetworkMaps,
  texts: Texts,
) {
  const { name, field: { size }, kernel } = layers[layer]!;
  const { data, width, range: [low, high] } = channelOf(outputs![name]!, map);
  const value = data[at.row * width + at.column] ?? 0;
  const [rows = 0, columns = 0, depth = 0, filters = 0] = kernel?.shape ?? [];
  const weights = (r: number) =>
    Array.from({ length: columns }, (_, c) => ({
      text: fixed(kernel?.data[(r * columns + c) * depth * filters + map] ?? 0),
    }));
  return html`
    <div class="chosen">
      <div class="one">${maps.large.canvas}</div>
      <div class="two">${maps.input.canvas}<p class="legend">${texts.input}</p></div>
      <div>
      <p class="subhead">${texts.map(name, map)}</p>
      <p>${texts.value(at.row, at.column, short(value, 3))} ${texts.sees(size[0], size[1])}</p>
      <p class="legend">${texts.scale(short(low), short(high))}</p>
      ${depth === 1
        ? numberGrid(texts.kernel(map), Array.from({ length: rows }, (_, r) => weights(r)))
        : kernel
        ? html`<p>${texts.kernel(map)}</p>${maps.kernel.canvas}
        <p class="legend">${texts.slices(depth, `${rows}×${columns}`)}</p>`
        : ""}</div>
    </div>
  `;
}

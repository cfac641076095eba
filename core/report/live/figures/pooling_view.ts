/** What the figure `pooling` shows. */
import { html, type TemplateResult } from "npm:lit-html@3.3.3";
import type { Picture } from "../base/bytes.ts";
import { arrowButtons, button, choices, spoken } from "../base/controls.ts";
import { numberGrid } from "../base/number_grid.ts";
import { fixed, short } from "../base/numbers.ts";
import type { PixelView } from "../base/pixel_view.ts";
import {
  type PoolingActions,
  type PoolingData,
  type PoolingState,
  type Results,
  type Way,
  WAYS,
  WINDOWS,
} from "./pooling_state.ts";
import type { words } from "./pooling_words.ts";

type Texts = typeof words["en"];
type Shown = PoolingState & { readonly results: Readonly<Record<Way, Results>> };

export function poolingView(
  state: Shown,
  { threshold }: PoolingData,
  original: Picture,
  now: Float32Array,
  actions: PoolingActions,
  texts: Texts,
  source: PixelView,
  views: Readonly<Record<Way, PixelView>>,
  id: string,
): TemplateResult {
  return html`
    <div class="pooling">
      <div class="changing"><p class="head">${texts.picture} <small>${original.height}×${original
        .width}</small></p>
        ${source.canvas}<p class="legend">${texts.hint}</p></div>
      <div class="hands">
        <fieldset><legend>${texts.moving}</legend>${arrowButtons(texts, actions.move)}</fieldset>
        ${choices(
          `${id}-window`,
          texts.window,
          WINDOWS.map((value) => ({ value, text: `${value}×${value}` })),
          state.window,
          actions.window,
        )}
        <div class="row">${button(texts.undo, actions.undo)}${button(
          texts.next,
          actions.next,
        )}</div>
      </div>
    </div>
    <p class="what">${sentence(state, texts)}</p>
    <div class="panels results">${WAYS.map((way) => {
      const { changed, now: { shape: [rows, columns], data } } = state.results[way];
      return html`
        <div><p class="head">${texts[way]} <small>${rows}×${columns}</small></p>${views[way].canvas}
          <p><b>${texts.changed(changed.length, data.length)}</b>
            (${Math.round(100 * changed.length / data.length)} %)</p></div>
      `;
    })}</div>
    ${explained(state, original, now, texts)}
    <p class="legend">${texts.threshold(short(threshold))}</p>${spoken(state.spoken)}
  `;
}

/** What the reader has done, and why a whole window's movement is harmless. */
function sentence({ moved: [down, right], touched, window }: Shown, texts: Texts): string {
  const steps = [
    ...(down === 0 ? [] : [texts.steps(Math.abs(down), down > 0 ? texts.down : texts.up)]),
    ...(right === 0 ? [] : [texts.steps(Math.abs(right), right > 0 ? texts.right : texts.left)]),
  ];
  const parts = [
    ...(steps.length > 0 ? [texts.moved(steps.join(texts.and))] : []),
    ...(steps.length > 0 && down % window === 0 && right % window === 0 ? [texts.whole] : []),
    ...(touched.size > 0 ? [texts.touched(touched.size)] : []),
  ];
  return parts.join(" ") || texts.untouched;
}

/** The pixels of one window before and now, and the three numbers that are made of them. */
function explained(
  { at, window, results }: Shown,
  original: Picture,
  now: Float32Array,
  texts: Texts,
) {
  const cells = (data: ArrayLike<number>, other: ArrayLike<number>) =>
    Array.from({ length: window }, (_, i) =>
      Array.from({ length: window }, (_, j) => {
        const place = (at.row * window + i) * original.width + at.column * window + j;
        const grey = data[place]! / 255;
        return { text: fixed(grey), grey, mark: data[place] === other[place] ? "" : "changed" };
      }));
  const place = at.row * (results.none.now.shape[1] ?? 0) + at.column;
  const gives = (when: "before" | "now") =>
    texts.gives(
      ...WAYS.map((way) => fixed(results[way][when].data[place] ?? NaN)) as [
        string,
        string,
        string,
      ],
    );
  return html`
    <div class="explained">
      <p class="head">${texts.at(at.row, at.column)}</p>
      <div class="sum">
        <div>${numberGrid(texts.before, cells(original.data, now))}<p>${gives("before")}</p></div>
        <div>${numberGrid(texts.now, cells(now, original.data))}<p>${gives("now")}</p></div>
      </div>
    </div>
  `;
}

/** What the figure `filter` shows. */
import { html, type TemplateResult } from "npm:lit-html@3.3.3";
import { button, choices, fileButton, spoken } from "../base/controls.ts";
import { type GridCell, numberGrid } from "../base/number_grid.ts";
import { extent, fixed, short } from "../base/numbers.ts";
import type { PixelView } from "../base/pixel_view.ts";
import {
  corner,
  type FilterActions,
  type FilterData,
  type FilterState,
  STRIDES,
} from "./filter_state.ts";
import { presets, sameWeights, SIZES, type Weights } from "./filter_presets.ts";
import type { words } from "./filter_words.ts";

type Texts = typeof words["en"];

export function filterView(
  state: FilterState,
  actions: FilterActions,
  given: Omit<FilterData, "picture">,
  texts: Texts,
  source: PixelView,
  result: PixelView,
  id: string,
): TemplateResult {
  const size = state.kernel.length;
  const [low, high] = extent(state.result.data);
  return html`
    <div class="panels">
      <div><p class="head">${texts.picture} <small>${sizeOf(state.picture)}</small></p>${source
        .canvas}
        ${fileButton(texts.own, actions.open)}</div>
      <div class="weights"><p class="head">${texts.weights} <small>${size}×${size}</small></p>
        ${weightInputs(state, actions, texts)}${slider(state, actions, texts)}</div>
      <div><p class="head">${texts.result} <small>${sizeOf(state.result)}</small></p>${result
        .canvas}
        <p class="legend">${texts.scale(short(low), short(high))}</p></div>
    </div>
    ${state.problem && html`<p class="problem" role="alert">${texts[state.problem]}</p>`}
    <div class="controls">
      <fieldset class="presets"><legend>${texts.presets}</legend><div>${button(
        texts.given,
        () => actions.kernel(given.kernel),
        sameWeights(state.kernel, given.kernel),
      )}${Object.entries(presets).map(([name, make]) => {
        const kernel = make(size);
        return sameWeights(kernel, given.kernel) ? "" : button(
          texts[name as keyof Texts] as string,
          () => actions.kernel(kernel),
          sameWeights(kernel, state.kernel),
        );
      })}</div></fieldset>
      ${choices(
        `${id}-size`,
        texts.size,
        SIZES.map((value) => ({ value, text: `${value}×${value}` })),
        size,
        actions.size,
      )}${choices(
        `${id}-stride`,
        texts.stride,
        STRIDES.map((value) => ({ value, text: String(value) })),
        state.stride,
        actions.stride,
      )}${choices(
        `${id}-padding`,
        texts.padding,
        (["valid", "same"] as const).map((value) => ({ value, text: value })),
        state.padding,
        actions.padding,
      )}</div>
    <div class="why">
      <p>${sumSentence(state.kernel, texts)}</p>
      <p>${sizeSentence(state, texts)}</p>
    </div>
    ${explained(state, texts)}${spoken(state.spoken)}
  `;
}

const sizeOf = ({ height, width }: { readonly height: number; readonly width: number }) =>
  `${height}×${width}`;

/** The weights as fields; their grid is as wide for 7×7 as for 3×3. */
function weightInputs({ kernel, weight }: FilterState, actions: FilterActions, texts: Texts) {
  return html`
    <div class="kernel size-${kernel.length}">${kernel.map((row, i) =>
      row.map((value, j) =>
        html`
          <input type="number" step="any" inputmode="decimal" aria-label=${texts.cell(
            i,
            j,
          )} class=${i === weight.row && j === weight.column ? "chosen" : ""}
            .value=${String(Number(value.toFixed(kernel.length > 3 ? 2 : 3)))}
            @focus=${() => actions.weight({ row: i, column: j })}
            @input=${(event: Event) => {
              const typed = (event.target as HTMLInputElement).valueAsNumber;
              // A number that is being typed, such as "-", is none yet.
              if (Number.isFinite(typed)) actions.value({ row: i, column: j }, typed);
            }}>
        `
      )
    )}</div>
  `;
}

/** Drags one weight from −5 to 5: the result follows the hand. */
function slider(
  { kernel, weight: { row, column } }: FilterState,
  actions: FilterActions,
  texts: Texts,
) {
  const value = kernel[row]?.[column] ?? 0;
  return html`
    <label class="drag"><span>${texts.slide(row, column)}: <b>${short(value)}</b></span>
      <input type="range" min="-5" max="5" step="0.1" .value=${String(value)}
        @input=${(event: Event) =>
          actions.value({ row, column }, (event.target as HTMLInputElement).valueAsNumber)}></label>
  `;
}

function sumSentence(kernel: Weights, texts: Texts): string {
  const all = kernel.flat();
  const sum = all.reduce((a, b) => a + b, 0);
  if (Math.abs(sum) < 5e-4) return texts.sumZero(all.length);
  if (Math.abs(sum - 1) < 5e-4) return texts.sumOne(all.length);
  return texts.sumOther(all.length, short(sum, 3));
}

function sizeSentence({ picture, result, kernel, stride, padding }: FilterState, texts: Texts) {
  const [k, n] = [kernel.length, picture];
  const one = padding === "valid"
    ? texts.sizeValid(String(n.width), k, stride, String(result.width))
    : texts.sizeSame(String(n.width), stride, String(result.width));
  return `${one} ${texts.across}, ${
    padding === "valid"
      ? `⌊(${n.height} − ${k}) / ${stride}⌋ + 1 = ${result.height}`
      : `⌈${n.height} / ${stride}⌉ = ${result.height}`
  } ${texts.down}.`;
}

/** The patch, the products and their sum: where the pixel at which the reader points comes from. */
function explained(state: FilterState, texts: Texts) {
  const { picture, kernel, at, result } = state;
  const { row, column } = corner(state);
  const patch = kernel.map((line, i) =>
    line.map((_, j) => {
      const [r, c] = [row + i, column + j];
      const inside = r >= 0 && c >= 0 && r < picture.height && c < picture.width;
      return inside ? picture.data[r * picture.width + c]! / 255 : undefined;
    })
  );
  const places = kernel.length > 5 ? 1 : 2;
  const products = kernel.map((line, i) => line.map((weight, j) => weight * (patch[i]?.[j] ?? 0)));
  const cells = (rows: readonly (readonly number[])[], text = fixed): GridCell[][] =>
    rows.map((line) => line.map((value) => ({ text: text(value, places) })));
  const value = result.data[at.row * result.width + at.column] ?? 0;
  return html`
    <div class="explained size-${kernel.length}"><p class="head">${texts.at(at.row, at.column)}</p>
      <div class="sum">${numberGrid(
        texts.patch,
        patch.map((line) =>
          line.map((pixel) =>
            pixel === undefined
              ? { text: "0", mark: "outside" }
              : { text: fixed(pixel, places), grey: pixel }
          )
        ),
      )}<span class="sign" aria-hidden="true">×</span>${numberGrid(
        texts.weights,
        cells(kernel, short),
      )}
      <span class="sign" aria-hidden="true">=</span>${numberGrid(texts.products, cells(products))}
      <p class="total">${texts.sum} <output>${fixed(value, 3)}</output></p></div>
      ${patch.flat().includes(undefined) ? html`<p class="note">${texts.outside}</p>` : ""}</div>
  `;
}

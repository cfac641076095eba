/** The figure `field`: what a pixel deep in a network sees of the input. */
/// <reference lib="dom" />
import { render } from "npm:lit-html@3.3.3";
import { box } from "../../../../dsl/kernels.ts";
import { pictureOf } from "../base/bytes.ts";
import type { LiveFigure, Settings } from "../base/host.ts";
import { latest } from "../base/latest.ts";
import { extent } from "../base/numbers.ts";
import { PixelView, type Place } from "../base/pixel_view.ts";
import {
  type FieldActions,
  type FieldData,
  type FieldLayer,
  type FieldState,
  MOST_LAYERS,
  seen,
  sides,
  STRIDES,
  WINDOWS,
} from "./field_state.ts";
import { fieldView } from "./field_view.ts";
import { words } from "./field_words.ts";

export const field: LiveFigure<FieldData> = async (host, data) => {
  const picture = pictureOf(data.picture);
  const side = Math.min(picture.height, picture.width);
  const state: FieldState = {
    ...{ layers: data.layers, outputs: [], layer: data.layers.length - 1 },
    ...{ at: { row: 2, column: 2 }, spoken: "" },
  };
  const input = new PixelView("source");
  const views = Array.from({ length: MOST_LAYERS }, (_, layer) => {
    const point = (at: Place, aloud: boolean) => {
      Object.assign(state, { layer, at });
      const { size } = seen(state.layers, layer, at, -1);
      state.spoken = aloud ? words[host.language()].spoken(layer + 1, at.row, at.column, size) : "";
      show();
    };
    return new PixelView("layer", {
      point: (at) => point(at, false),
      from: () => state.layer === layer ? state.at : { row: 0, column: 0 },
      move: (at) => point(at, true),
    });
  });

  const compute = latest(async () => {
    const { words: { filter, normalize, pool }, applySteps } = host.tools;
    const steps = state.layers.map(({ kind, window, stride }) =>
      kind === "conv" ? filter(box(window), { stride }) : pool(window, { stride })
    );
    const { height, width, data: x } = picture;
    const outputs = await applySteps([normalize(), ...steps], {
      shape: [height, width, 1],
      data: x,
    });
    state.outputs = Object.values(outputs).slice(1);
    host.computed(Object.fromEntries(state.outputs.map((output, i) => [`layer ${i + 1}`, output])));
    input.show(picture, [0, 255]);
    state.outputs.forEach(({ shape: [rows = 0, columns = 0], data }, i) =>
      views[i]!.show({ height: rows, width: columns, channels: 1, data }, extent(data))
    );
    state.layer = Math.min(state.layer, state.layers.length - 1);
    const [rows = 1, columns = 1] = state.outputs[state.layer]!.shape;
    state.at = {
      row: Math.min(state.at.row, rows - 1),
      column: Math.min(state.at.column, columns - 1),
    };
    show();
  });

  function show(): void {
    if (state.outputs.length !== state.layers.length) return;
    const texts = words[host.language()];
    const { layers, layer, at, outputs } = state;
    const frame = (of: number) => {
      const { size, ...corner } = seen(layers, layer, at, of);
      return { ...corner, height: size, width: size };
    };
    input.frame(frame(-1));
    input.label(texts.input);
    outputs.forEach(({ shape: [rows, columns] }, i) => {
      views[i]!.frame(...(i <= layer ? [frame(i)] : []));
      views[i]!.label(texts.view(texts.layer(i + 1), `${rows}×${columns}`));
    });
    render(
      fieldView(state, actions, texts, input, views, side),
      host.element,
    );
  }

  const change = (layers: readonly FieldLayer[]) => {
    if (sides(side, layers).includes(undefined) || layers.length === 0) return show();
    state.layers = layers;
    host.keep(settingsOf(layers, data.layers));
    compute();
  };
  const actions: FieldActions = {
    set: (index, part) =>
      change(state.layers.map((layer, i) => i === index ? { ...layer, ...part } : layer)),
    add: () => {
      const next = state.layers.length;
      if (next === MOST_LAYERS) return;
      state.layer = next;
      change([...state.layers, { kind: "conv", window: 3, stride: 1 }]);
    },
    remove: () => change(state.layers.slice(0, -1)),
  };
  host.onAppearance(show);
  host.onSettings((settings) => {
    const layers = read(settings);
    state.layer = (layers ?? data.layers).length - 1;
    change(layers ?? data.layers);
  });
  await compute();
};

const textOf = (layers: readonly FieldLayer[]): string =>
  layers.map(({ kind, window, stride }) => `${kind}.${window}.${stride}`).join();

const settingsOf = (layers: readonly FieldLayer[], given: readonly FieldLayer[]): Settings =>
  textOf(layers) === textOf(given) ? {} : { layers: textOf(layers) };

function read({ layers = "" }: Settings): FieldLayer[] | undefined {
  const all = layers.split(",").slice(0, MOST_LAYERS).map((text) => {
    const [, kind, window, stride] = /^(conv|pool)\.(\d)\.(\d)$/.exec(text) ?? [];
    return { kind: kind as FieldLayer["kind"], window: Number(window), stride: Number(stride) };
  });
  const known = all.every(({ kind, window, stride }) =>
    kind !== undefined && WINDOWS.some((one) => one === window) &&
    STRIDES.some((one) => one === stride)
  );
  return known ? all : undefined;
}

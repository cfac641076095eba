/** The figure `pooling`: what of a change in the picture gets through max pooling, mean pooling, and none. */
/// <reference lib="dom" />
import { render } from "npm:lit-html@3.3.3";
import type { Step } from "../../../../dsl/step.ts";
import type { PageTools } from "../../../live/tools.ts";
import type { Tensor } from "../../../graph/tensor.ts";
import { pictureOf } from "../base/bytes.ts";
import type { LiveFigure, Settings } from "../base/host.ts";
import { latest } from "../base/latest.ts";
import { type Frame, PixelView, type Place } from "../base/pixel_view.ts";
import { oneOf, readNumbers } from "../base/settings.ts";
import {
  changedPicture,
  changes,
  type PoolingActions,
  type PoolingData,
  type PoolingState,
  type Results,
  type Way,
  WAYS,
  WINDOWS,
} from "./pooling_state.ts";
import { poolingView } from "./pooling_view.ts";
import { words } from "./pooling_words.ts";

/** Computes a way's result; no pooling takes the first pixel of every window. */
async function pooled(
  { words: { filter, normalize, pool }, applySteps }: PageTools,
  way: Way,
  window: number,
  x: Tensor,
): Promise<Tensor> {
  const steps: Readonly<Record<Way, () => Step>> = {
    none: () => filter([[1]], { stride: window }),
    max: () => pool(window),
    mean: () => pool(window, { kind: "mean" }),
  };
  return Object.values(await applySteps([normalize(), steps[way]()], x))[1]!;
}

export const pooling: LiveFigure<PoolingData> = async (host, data) => {
  const pictures = data.pictures.map(pictureOf);
  const original = () => pictures[state.picture]!;
  const fresh = () => ({ moved: [0, 0] as const, touched: new Map<number, number>() });
  const { height, width } = pictures[0]!;
  const state: PoolingState = {
    ...{ picture: 0, window: data.window, ...fresh() },
    pixel: { row: Math.floor(height / 2), column: Math.floor(width / 2) },
    at: { row: Math.floor(height / 4), column: Math.floor(width / 4) },
    results: undefined,
    spoken: "",
  };
  const source = new PixelView("source", {
    point: (pixel) => {
      state.pixel = pixel;
      state.at = windowOver(pixel, state);
      show();
    },
    from: () => state.pixel,
    move: (pixel) => {
      state.pixel = pixel;
      state.at = windowOver(pixel, state);
      show();
    },
    press: touch,
  });
  source.canvas.addEventListener("click", () => touch(state.pixel));
  const views = Object.fromEntries(WAYS.map((way) => [
    way,
    new PixelView(way, {
      point: (at) => point(at),
      from: () => state.at,
      move: (at) => point(at),
    }),
  ])) as Record<Way, PixelView>;

  const compute = latest(async () => {
    const { picture, window } = state;
    const x = changedPicture(original(), state);
    const all = await Promise.all(WAYS.map(async (way): Promise<[Way, Results]> => {
      const give = (data: Float32Array) =>
        pooled(host.tools, way, window, { shape: [height, width, 1], data });
      const [before, now] = [await give(pictures[picture]!.data), await give(x)];
      return [way, { before, now, changed: changes(before.data, now.data, data.threshold) }];
    }));
    state.results = Object.fromEntries(all) as Record<Way, Results>;
    host.computed(Object.fromEntries(all.map(([way, { now }]) => [way, now])));
    source.show({ ...original(), data: x }, [0, 255]);
    for (const [way, { now: { shape: [rows = 0, columns = 0], data } }] of all) {
      views[way].show({ height: rows, width: columns, channels: 1, data }, [0, 1]);
    }
    const [rows = 0, columns = 0] = all[0]![1].now.shape;
    state.at = {
      row: Math.min(state.at.row, rows - 1),
      column: Math.min(state.at.column, columns - 1),
    };
    const texts = words[host.language()];
    state.spoken = all.map(([way, { now, changed }]) =>
      `${texts[way]}: ${texts.changed(changed.length, now.data.length)}`
    ).join("; ");
    show();
  });

  function point(at: Place): void {
    state.at = at;
    show();
  }

  /** Makes a pixel white if it is dark and black if it is bright; a second time undoes it. */
  function touch({ row, column }: Place): void {
    const place = row * width + column;
    const touched = new Map(state.touched);
    const was = changedPicture(original(), { ...state, touched: new Map() })[place]!;
    if (!touched.delete(place)) touched.set(place, was > 127 ? 0 : 255);
    change({ touched });
  }

  function show(): void {
    const { results, at, window, pixel } = state;
    if (!results) return;
    const texts = words[host.language()];
    source.frame(
      { row: at.row * window, column: at.column * window, height: window, width: window },
      { ...pixel, height: 1, width: 1, kind: "weak" },
    );
    source.label(texts.pointPicture);
    for (const way of WAYS) {
      const { changed, now: { shape: [, columns = 1], data } } = results[way];
      const marks = changed.map((place): Frame => ({
        row: Math.floor(place / columns),
        column: place % columns,
        ...{ height: 1, width: 1, kind: "weak" },
      }));
      views[way].frame(...marks, { ...at, height: 1, width: 1 });
      const name = texts[way];
      views[way].label(texts.result(name, changed.length, data.length));
    }
    const x = changedPicture(original(), state);
    render(
      poolingView(
        { ...state, results },
        data,
        original(),
        x,
        actions,
        texts,
        source,
        views,
        host.id,
      ),
      host.element,
    );
  }

  const change = (part: Partial<PoolingState>) => {
    Object.assign(state, part);
    host.keep(settingsOf(state, data));
    compute();
  };
  const actions: PoolingActions = {
    next: () => change({ ...fresh(), picture: (state.picture + 1) % pictures.length }),
    window: (window) => change({ window }),
    move: (rows, columns) => {
      const moved = [state.moved[0] + rows, state.moved[1] + columns] as const;
      const most = Math.min(height, width) - 1;
      if (moved.every((by) => Math.abs(by) <= most)) change({ moved });
    },
    undo: () => change(fresh()),
  };
  host.onAppearance(show);
  host.onSettings((settings) =>
    change({
      picture: 0,
      window: data.window,
      ...fresh(),
      ...read(settings, pictures.length, height * width),
    })
  );
  await compute();
};

/** The place of the window that a pixel is in. */
function windowOver({ row, column }: Place, { window, results }: PoolingState): Place {
  const [rows = 1, columns = 1] = results?.none.now.shape ?? [];
  return {
    row: Math.min(rows - 1, Math.floor(row / window)),
    column: Math.min(columns - 1, Math.floor(column / window)),
  };
}

function settingsOf(
  { picture, window, moved, touched }: PoolingState,
  data: PoolingData,
): Settings {
  return {
    ...(picture > 0 && { picture: String(picture) }),
    ...(window !== data.window && { window: String(window) }),
    ...(moved.some((by) => by !== 0) && { moved: moved.join() }),
    ...(touched.size > 0 && {
      pixels: [...touched].map(([place, value]) => value > 0 ? place : -place - 1).join(),
    }),
  };
}

function read(settings: Settings, count: number, size: number): Partial<PoolingState> {
  const picture = oneOf(Array.from({ length: count }, (_, i) => i), settings["picture"]);
  const window = oneOf(WINDOWS, settings["window"]);
  const [down, right] = readNumbers(settings["moved"])?.map(Math.round) ?? [];
  const pixels = readNumbers(settings["pixels"])?.filter((n) => n >= -size && n < size) ?? [];
  return {
    ...(picture && { picture }),
    ...(window && { window }),
    ...(down !== undefined && right !== undefined && Math.abs(down) < 20 && Math.abs(right) < 20 &&
      { moved: [down, right] as const }),
    touched: new Map(pixels.map((n) => n < 0 ? [-n - 1, 0] : [n, 255])),
  };
}

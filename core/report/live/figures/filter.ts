/** The figure `filter`: a kernel that the reader changes, over a picture that may be their own. */
/// <reference lib="dom" />
import { render } from "npm:lit-html@3.3.3";
import { pictureOf } from "../base/bytes.ts";
import type { Host, LiveFigure, Settings } from "../base/host.ts";
import { latest } from "../base/latest.ts";
import { extent, short } from "../base/numbers.ts";
import { acceptDrops, openPicture } from "../base/open_picture.ts";
import { PixelView, type Place } from "../base/pixel_view.ts";
import { oneOf, readNumbers } from "../base/settings.ts";
import { resized, sameWeights, SIZES } from "./filter_presets.ts";
import {
  corner,
  type FilterActions,
  type FilterData,
  type FilterState,
  STRIDES,
} from "./filter_state.ts";
import { filterView } from "./filter_view.ts";
import { words } from "./filter_words.ts";

/** The longer side of a reader's picture in pixels: larger ones are made smaller. */
const MOST = 240;

export const filter: LiveFigure<FilterData> = async (host, data) => {
  const picture = pictureOf(data.picture);
  const state: FilterState = {
    picture,
    ...given(data),
    weight: { row: 1, column: 1 },
    at: { row: Math.floor(picture.height * 0.3), column: Math.floor(picture.width * 0.45) },
    result: picture,
    problem: "",
    spoken: "",
  };
  const source = new PixelView("source");
  const result = new PixelView("result", {
    point: (place) => point(place),
    from: () => state.at,
    move: (place) => point(place, true),
  });

  const compute = latest(async () => {
    const { picture: { height, width, data: x }, kernel, stride, padding } = state;
    const { words: { filter, normalize }, applySteps } = host.tools;
    const steps = [normalize(), filter(kernel, { stride, padding })];
    const output = Object.values(
      await applySteps(steps, { shape: [height, width, 1], data: x }),
    )[1]!;
    const [rows = 0, columns = 0] = output.shape;
    state.result = { height: rows, width: columns, channels: 1, data: output.data };
    state.at = {
      row: Math.min(state.at.row, rows - 1),
      column: Math.min(state.at.column, columns - 1),
    };
    host.computed({ result: output });
    source.show(state.picture, [0, 255]);
    result.show(state.result, extent(output.data));
    show();
  });

  /** Shows the numbers behind a pixel of the result. */
  function point(at: Place, aloud = false): void {
    state.at = at;
    const { data, width } = state.result;
    const value = short(data[at.row * width + at.column] ?? 0, 3);
    state.spoken = aloud ? words[host.language()].spoken(at.row, at.column, value) : "";
    show();
  }

  function show(): void {
    const [size, { row, column }] = [state.kernel.length, corner(state)];
    source.frame({ row, column, height: size, width: size });
    result.frame({ ...state.at, height: 1, width: 1 });
    const texts = words[host.language()];
    source.label(texts.pictureLabel(`${state.picture.height}×${state.picture.width}`));
    result.label(texts.pointResult(`${state.result.height}×${state.result.width}`));
    render(filterView(state, actions, given(data), texts, source, result, host.id), host.element);
  }

  const change = (part: Partial<FilterState>) => {
    Object.assign(state, part);
    host.keep(settingsOf(state, data));
    compute();
  };
  const actions: FilterActions = {
    kernel: (kernel) => change({ kernel }),
    weight: (weight) => {
      state.weight = weight;
      show();
    },
    value: (weight, value) =>
      change({
        weight,
        kernel: state.kernel.map((row, i) =>
          row.map((old, j) => i === weight.row && j === weight.column ? value : old)
        ),
      }),
    size: (size) =>
      change({
        kernel: resized(state.kernel, size),
        weight: { row: (size - 1) / 2, column: (size - 1) / 2 },
      }),
    stride: (stride) => change({ stride }),
    padding: (padding) => change({ padding }),
    open: (file) =>
      openPicture(file, MOST).then(
        (picture) => change({ picture, problem: "" }),
        () => change({ problem: "unreadable" }),
      ),
  };
  acceptDrops(host.element, actions.open);
  host.onAppearance(show);
  await start(host, data, change, compute);
};

/** Takes the settings of the address, and computes for the first time. */
async function start(
  host: Host,
  data: FilterData,
  change: (part: Partial<FilterState>) => void,
  compute: () => Promise<void>,
): Promise<void> {
  host.onSettings((settings) => change({ ...given(data), ...read(settings) }));
  await compute();
}

const given = ({ kernel, stride, padding }: FilterData) => ({ kernel, stride, padding });

function settingsOf({ kernel, stride, padding }: FilterState, data: FilterData): Settings {
  return {
    ...(!sameWeights(kernel, data.kernel) &&
      { kernel: kernel.flat().map((weight) => Number(weight.toPrecision(6))).join() }),
    ...(stride !== data.stride && { stride: String(stride) }),
    ...(padding !== data.padding && { padding }),
  };
}

/** The settings that an address has; what cannot be used is left out. */
function read(settings: Settings): Partial<FilterState> {
  const weights = readNumbers(settings["kernel"]);
  const size = SIZES.find((n) => n * n === weights?.length);
  const stride = oneOf(STRIDES, settings["stride"]);
  const padding = oneOf(["valid", "same"] as const, settings["padding"]);
  return {
    ...(weights && size && {
      kernel: Array.from({ length: size }, (_, i) => weights.slice(i * size, (i + 1) * size)),
    }),
    ...(stride && { stride }),
    ...(padding && { padding }),
  };
}

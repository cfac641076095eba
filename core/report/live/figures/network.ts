/** The figure `network`: a trained network of the lab, its answer and all its feature maps. */
/// <reference lib="dom" />
import { render } from "npm:lit-html@3.3.3";
import { pictureOf } from "../base/bytes.ts";
import type { LiveFigure, Settings } from "../base/host.ts";
import { latest } from "../base/latest.ts";
import { acceptDrops, openPicture } from "../base/open_picture.ts";
import type { Place } from "../base/pixel_view.ts";
import { PixelView } from "../base/pixel_view.ts";
import { oneOf, readNumbers } from "../base/settings.ts";
import { mapLayers, NetworkMaps } from "./network_maps.ts";
import {
  dotted,
  largest,
  movedPicture,
  type NetworkActions,
  type NetworkData,
  type NetworkState,
} from "./network_state.ts";
import { Strongest } from "./network_strongest.ts";
import { networkView } from "./network_view.ts";
import { words } from "./network_words.ts";

export const network: LiveFigure<NetworkData> = async (host, data) => {
  const { tools } = host;
  const net = tools.openNetwork({ pipeline: data.pipeline, weights: tools.bytesOf(data.weights) });
  const pictures = data.pictures.map(pictureOf);
  const { height, width, channels } = pictures[0]!;
  const size = [height, width] as const;
  const layers = mapLayers(tools, tools.fromJSON(data.pipeline), await net.weights());
  const state: NetworkState = {
    ...{ picture: 0, origin: "test", x: pictures[0]!.data, erasing: false },
    ...{ layer: 0, map: 0, at: { row: Math.floor(height / 2), column: Math.floor(width / 2) } },
    ...{ outputs: undefined, problem: "", spoken: "" },
  };
  const middle: Place = { row: Math.floor(height / 2), column: Math.floor(width / 2) };
  let last: Place | undefined;
  const pad = new PixelView("pad", {
    draws: true,
    point: (place, pressed) => {
      if (pressed) draw(place);
      last = pressed ? place : undefined;
    },
    // An arrow key moves the picture, not a point in it.
    from: () => middle,
    move: ({ row, column }) => actions.move(row - middle.row, column - middle.column),
  });
  const strongest = new Strongest(pictures);
  const maps = new NetworkMaps(layers, state, () => show());

  const compute = latest(async () => {
    const outputs = await net.activations({ shape: [height, width, channels], data: state.x });
    state.outputs = outputs;
    host.computed(outputs);
    const answer = Object.values(outputs).at(-1)!.data;
    const best = largest(answer);
    state.spoken = words[host.language()].spoken(
      data.classes[best] ?? "",
      Math.round(100 * answer[best]!),
    );
    const input = { height, width, channels, data: state.x };
    pad.show(input, [0, 255]);
    maps.draw(outputs, input);
    show();
  });

  function show(): void {
    if (!state.outputs) return;
    const texts = words[host.language()];
    pad.label(texts.pad);
    pad.frame(...maps.seen());
    maps.label(texts);
    const answer = Object.values(state.outputs).at(-1)!.data;
    render(
      networkView(state, data, answer, layers, maps, strongest, actions, texts, pad),
      host.element,
    );
  }

  /** Draws a line from the last place, so that a fast hand leaves no gaps. */
  function draw(place: Place): void {
    const from = last ?? place;
    const steps = Math.max(1, Math.abs(place.row - from.row), Math.abs(place.column - from.column));
    let { x } = state;
    for (let i = 1; i <= steps; i++) {
      const at = {
        row: from.row + (place.row - from.row) * i / steps,
        column: from.column + (place.column - from.column) * i / steps,
      };
      x = dotted(x, width, at, state.erasing);
    }
    change({ x, origin: state.origin === "yours" ? "yours" : "changed" });
  }

  const change = (part: Partial<NetworkState>) => {
    Object.assign(state, part);
    host.keep(settingsOf(state));
    compute();
  };
  const actions: NetworkActions = {
    next() {
      const picture = state.origin === "test"
        ? (state.picture + 1) % pictures.length
        : state.picture;
      change({ picture, origin: "test", x: pictures[picture]!.data, problem: "" });
    },
    clear: () => change({ x: new Float32Array(height * width * channels), origin: "yours" }),
    erase: () => {
      state.erasing = !state.erasing;
      show();
    },
    move: (rows, columns) =>
      change({
        x: movedPicture(state.x, size, [rows, columns]),
        origin: state.origin === "yours" ? "yours" : "changed",
      }),
    open: (file) =>
      openPicture(file, Math.max(height, width)).then(
        (own) => change({ x: centred(own, size), origin: "yours", problem: "" }),
        () => {
          state.problem = "unreadable";
          show();
        },
      ),
  };
  acceptDrops(host.element, actions.open);
  host.onAppearance(show);
  host.onSettings((settings) => {
    const picture = oneOf([...pictures.keys()], settings["picture"]) ?? 0;
    const [layer, map] = readNumbers(settings["map"]) ?? [];
    if (layer !== undefined && layers[layer]?.channels && map !== undefined) {
      maps.choose(layer, Math.min(layers[layer].channels - 1, Math.max(0, Math.round(map))));
    }
    change({ picture, origin: "test", x: pictures[picture]!.data });
  });
  maps.onChoice = () => host.keep(settingsOf(state));
  await compute();
  strongest.ask(layers, (x) => net.activations({ shape: [height, width, channels], data: x }))
    .then(show);
};

const settingsOf = ({ picture, layer, map }: NetworkState): Settings => ({
  ...(picture > 0 && { picture: String(picture) }),
  ...((layer > 0 || map > 0) && { map: `${layer},${map}` }),
});

/** A reader's picture in the middle of the input. */
function centred(
  own: { readonly height: number; readonly width: number; readonly data: Float32Array },
  [height, width]: readonly [number, number],
): Float32Array {
  const out = new Float32Array(height * width);
  const [down, right] = [(height - own.height) >> 1, (width - own.width) >> 1];
  for (let row = 0; row < own.height; row++) {
    out.set(
      own.data.subarray(row * own.width, (row + 1) * own.width),
      (down + row) * width + right,
    );
  }
  return out;
}

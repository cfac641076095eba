/** The feature maps of a network: one picture per layer, and one map large. */
/// <reference lib="dom" />
import type { Steps } from "../../../../dsl/infer_shapes.ts";
import type { Tensor } from "../../../graph/tensor.ts";
import type { PageTools } from "../../../live/tools.ts";
import {
  type AtlasLayout,
  atlasOf,
  channelOf,
  inAtlas,
  layoutOf,
  placeInAtlas,
} from "../base/atlas.ts";
import { type Frame, type Pixels, PixelView } from "../base/pixel_view.ts";
import type { MapLayer, NetworkState } from "./network_state.ts";
import type { words } from "./network_words.ts";

/** The layers of a network whose output is a picture of many channels. */
export function mapLayers(
  { layerNodes, receptiveFields }: PageTools,
  pipeline: Steps,
  weights: Readonly<Record<string, Tensor>>,
): MapLayer[] {
  const fields = receptiveFields(pipeline);
  return layerNodes(pipeline).flatMap(({ name, output: { shape } }, i): MapLayer[] => {
    const [height = 0, width = 0, channels = 0] = shape;
    const field = fields[i];
    if (shape.length !== 3 || channels < 4 || !field) return [];
    return [{ name, height, width, channels, field, kernel: weights[`${name}/kernel`] }];
  });
}

/** Draws the maps and follows the reader's hand over them. */
export class NetworkMaps {
  /** One picture per layer. */
  readonly atlases: readonly PixelView[];
  /** The chosen map. */
  readonly large: PixelView;
  /** The input once more, beside the chosen map. */
  readonly input = new PixelView("again");
  /** The slices of the chosen filter. */
  readonly kernel = new PixelView("slices");
  /** Called when the reader has chosen another map. */
  onChoice: () => void = () => {};
  readonly #layouts: readonly AtlasLayout[];

  constructor(
    readonly layers: readonly MapLayer[],
    readonly state: NetworkState,
    readonly show: () => void,
  ) {
    const columns = matchMedia("(max-width: 40rem)").matches ? 8 : 16;
    this.#layouts = layers.map(({ channels, height, width }) =>
      layoutOf(channels, height, width, columns)
    );
    this.atlases = layers.map((_, layer) => this.#atlas(layer));
    const point = (at: NetworkState["at"]) => {
      state.at = at;
      show();
    };
    this.large = new PixelView("large", { point, from: () => state.at, move: point });
  }

  #atlas(layer: number): PixelView {
    const { state } = this;
    const layout = this.#layouts[layer]!;
    return new PixelView("atlas", {
      point: (place) => {
        const { index, ...at } = inAtlas(place, layout);
        state.at = at;
        this.choose(layer, index);
      },
      from: () => placeInAtlas(state.layer === layer ? state.map : 0, layout),
      // An arrow key goes to the next map, not to the next pixel.
      move: ({ row, column }) => {
        const from = placeInAtlas(state.layer === layer ? state.map : 0, layout);
        const by = Math.sign(row - from.row) * layout.columns + Math.sign(column - from.column);
        const map = (state.layer === layer ? state.map : 0) + by;
        this.choose(layer, Math.min(layout.count - 1, Math.max(0, map)));
      },
    });
  }

  /** Shows another map large. */
  choose(layer: number, map: number): void {
    const { state } = this;
    const { height, width } = this.layers[layer]!;
    const at = {
      row: Math.min(state.at.row, height - 1),
      column: Math.min(state.at.column, width - 1),
    };
    const changed = layer !== state.layer || map !== state.map;
    Object.assign(state, { layer, map, at });
    if (changed) this.#drawChosen();
    this.show();
    if (changed) this.onChoice();
  }

  /** Draws all layers. */
  draw(outputs: Readonly<Record<string, Tensor>>, input: Pixels): void {
    this.input.show(input, [0, 255]);
    this.layers.forEach(({ name }, i) =>
      this.atlases[i]!.show(atlasOf(outputs[name]!.data, this.#layouts[i]!), [0, 255])
    );
    this.#drawChosen();
  }

  #drawChosen(): void {
    const { outputs, layer, map } = this.state;
    const { name, kernel } = this.layers[layer]!;
    if (!outputs) return;
    const { range, ...pixels } = channelOf(outputs[name]!, map);
    this.large.show(pixels, range);
    const [rows = 1, columns = 1, depth = 1] = kernel?.shape ?? [];
    if (!kernel || depth === 1) return;
    const own = channelOf({
      shape: [rows * columns * depth, 1, kernel.shape[3]!],
      data: kernel.data,
    }, map);
    const data = Float32Array.from(own.data);
    this.kernel.show(atlasOf(data, layoutOf(depth, rows, columns, 16)), [0, 255]);
  }

  /** The frames over the input: what the chosen pixel sees. */
  seen(): Frame[] {
    const { layer, at } = this.state;
    const { field: { size, stride }, height, width } = this.layers[layer]!;
    return [this.#seenBy(at, size, stride, [height, width])];
  }

  #seenBy(
    at: NetworkState["at"],
    size: readonly [number, number],
    stride: readonly [number, number],
    of: readonly [number, number],
  ): Frame {
    const input = [this.layers[0]!.height, this.layers[0]!.width] as const;
    // With padding "same" the windows are spread evenly over the input.
    const begin = (axis: 0 | 1, place: number) => {
      const span = (of[axis] - 1) * stride[axis] + size[axis];
      return place * stride[axis] - Math.floor(Math.max(0, span - input[axis]) / 2);
    };
    return { row: begin(0, at.row), column: begin(1, at.column), height: size[0], width: size[1] };
  }

  /** Names the pictures and frames what is chosen. */
  label(texts: typeof words["en"]): void {
    const { layer, map, at } = this.state;
    this.layers.forEach(({ name, channels, height, width }, i) => {
      const view = this.atlases[i]!;
      view.label(texts.atlas(name, channels));
      const place = placeInAtlas(map, this.#layouts[i]!);
      view.frame(...(i === layer ? [{ ...place, height, width }] : []));
    });
    this.large.label(texts.mapLabel(this.layers[layer]!.name, map));
    this.large.frame({ ...at, height: 1, width: 1 });
    this.kernel.label(texts.kernel(map));
    this.input.frame(...this.seen());
    this.input.label(texts.input);
  }
}

/** Which of the test pictures a feature map answers to most strongly. */
/// <reference lib="dom" />
import { html, type TemplateResult } from "npm:lit-html@3.3.3";
import type { Tensor } from "../../../graph/tensor.ts";
import type { Picture } from "../base/bytes.ts";
import { short } from "../base/numbers.ts";
import { PixelView } from "../base/pixel_view.ts";
import type { MapLayer } from "./network_state.ts";

/** How many pictures are shown. */
const SHOWN = 3;

/** Asks every test picture once what each map's largest number is. */
export class Strongest {
  readonly #pictures: readonly Picture[];
  /** For each picture and layer, the largest number of each map. */
  readonly #largest: Readonly<Record<string, Float32Array>>[] = [];
  readonly #views = Array.from({ length: SHOWN }, () => new PixelView("strong"));

  constructor(pictures: readonly Picture[]) {
    this.#pictures = pictures;
  }

  /** Computes, picture by picture, and lets the page answer in between. */
  async ask(
    layers: readonly MapLayer[],
    activations: (x: Float32Array) => Promise<Readonly<Record<string, Tensor>>>,
  ): Promise<void> {
    for (const { data } of this.#pictures) {
      await new Promise((done) => setTimeout(done));
      const outputs = await activations(data);
      this.#largest.push(Object.fromEntries(
        layers.map(({ name, channels }) => [name, largestOf(outputs[name]!.data, channels)]),
      ));
    }
  }

  /** Shows the pictures with the largest numbers of a map; nothing while they are being asked. */
  view(
    layer: string,
    map: number,
    nameOf: (picture: number) => string,
    text: string,
  ): TemplateResult | string {
    if (this.#largest.length < this.#pictures.length) return "";
    const order = [...this.#largest.keys()]
      .sort((a, b) => this.#valueOf(b, layer, map) - this.#valueOf(a, layer, map))
      .slice(0, SHOWN);
    return html`
      <div class="strongest">
        <p>${text}</p>
        <ul>${order.map((picture, i) => {
          const view = this.#views[i]!;
          view.show(this.#pictures[picture]!, [0, 255]);
          view.canvas.setAttribute("aria-hidden", "true");
          return html`
            <li>${view.canvas}<span>${nameOf(picture)} ${short(
              this.#valueOf(picture, layer, map),
            )}</span></li>
          `;
        })}</ul>
      </div>
    `;
  }

  #valueOf(picture: number, layer: string, map: number): number {
    return this.#largest[picture]?.[layer]?.[map] ?? 0;
  }
}

function largestOf(data: Float32Array, channels: number): Float32Array {
  const out = new Float32Array(channels).fill(-Infinity);
  for (let i = 0; i < data.length; i++) {
    if (data[i]! > out[i % channels]!) out[i % channels] = data[i]!;
  }
  return out;
}

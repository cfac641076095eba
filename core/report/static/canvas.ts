/** The part of a canvas that Plotly's heatmaps and images need: rectangles, pixels, a PNG. */
import { encodePng } from "../../base/png.ts";

interface CanvasLike {
  readonly width: number;
  readonly height: number;
}

interface ImageLike extends CanvasLike {
  readonly data: Uint8ClampedArray;
}

/** A CSS colour as RGBA bytes; opaque black for anything but `rgb()`, `rgba()` and `#rrggbb`. */
export function parseColor(css: string): readonly [number, number, number, number] {
  const call = /^rgba?\(([^)]+)\)/.exec(css);
  if (call) {
    const [r = 0, g = 0, b = 0, a = 1] = (call[1] ?? "").split(",").map(Number);
    return [r, g, b, Math.round(a * 255)];
  }
  const hex = /^#([0-9a-f]{6})$/i.exec(css);
  const value = hex ? parseInt(hex[1] ?? "0", 16) : 0;
  return [value >> 16, (value >> 8) & 255, value & 255, 255];
}

/** A drawing context that draws into an array of bytes. */
class Painter {
  fillStyle = "#000000";
  #bytes = new Uint8ClampedArray(0);
  #size = "";

  constructor(readonly canvas: CanvasLike) {}

  /** The pixels as RGBA; as in a browser, changing the canvas's size clears it. */
  get bytes(): Uint8ClampedArray {
    const size = `${this.canvas.width} ${this.canvas.height}`;
    if (size !== this.#size) {
      this.#bytes = new Uint8ClampedArray(this.canvas.width * this.canvas.height * 4);
      this.#size = size;
    }
    return this.#bytes;
  }

  createImageData(width: number, height: number): ImageLike {
    return { width, height, data: new Uint8ClampedArray(width * height * 4) };
  }

  putImageData(image: ImageLike, x: number, y: number): void {
    const bytes = this.bytes;
    for (let row = 0; row < image.height; row++) {
      const line = image.data.subarray(row * image.width * 4, (row + 1) * image.width * 4);
      bytes.set(line, ((y + row) * this.canvas.width + x) * 4);
    }
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    const [bytes, color] = [this.bytes, parseColor(this.fillStyle)];
    const [top, left] = [Math.max(0, Math.round(y)), Math.max(0, Math.round(x))];
    const bottom = Math.min(this.canvas.height, Math.round(y + height));
    const right = Math.min(this.canvas.width, Math.round(x + width));
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) {
        bytes.set(color, (row * this.canvas.width + column) * 4);
      }
    }
  }

  clearRect(): void {
    this.bytes.fill(0);
  }
}

/** Adds `getContext("2d")` and `toDataURL()` to the prototype of jsdom's canvas element. */
export function installCanvas(prototype: object): void {
  const painters = new WeakMap<CanvasLike, Painter>();
  const painter = (canvas: CanvasLike) => {
    const made = painters.get(canvas) ?? new Painter(canvas);
    painters.set(canvas, made);
    return made;
  };
  const define = (name: string, value: (this: CanvasLike, kind: string) => unknown) =>
    Object.defineProperty(prototype, name, { value, configurable: true, writable: true });
  define("getContext", function (kind) {
    return kind === "2d" ? painter(this) : null;
  });
  define("toDataURL", function () {
    const png = encodePng(this.height, this.width, 4, Uint8Array.from(painter(this).bytes));
    return `data:image/png;base64,${png.toBase64()}`;
  });
}

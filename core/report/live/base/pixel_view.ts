/** A picture at which a reader points: by mouse, by touch, and by the arrow keys. */
/// <reference lib="dom" />

/** A picture to show; 1 channel is grey, 3 are red, green and blue. */
export interface Pixels {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly data: ArrayLike<number>;
}

/** A frame around some pixels; it may reach beyond the picture. */
export interface Frame {
  readonly row: number;
  readonly column: number;
  readonly height: number;
  readonly width: number;
  /** "strong" is what the reader points at; "weak" marks many pixels at once. */
  readonly kind?: "strong" | "weak";
}

/** A place in a picture. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/** What a view does when the reader points at its picture. */
export interface Pointing {
  /** Called with the pixel under the pointer; `pressed` while a button or finger is down. */
  point(place: Place, pressed: boolean): void;
  /** The pixel from which the arrow keys move. */
  from(): Place;
  /** Called with the pixel to which an arrow key leads. */
  move(place: Place): void;
  /** Called when the space bar or Enter is pressed on a pixel. */
  press?(place: Place): void;
  /** Whether the pointer draws: a finger then does not scroll the page. */
  readonly draws?: boolean;
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** A canvas that shows a picture in large pixels, with frames over it. */
export class PixelView {
  readonly canvas: HTMLCanvasElement = document.createElement("canvas");
  readonly #plain = document.createElement("canvas");
  #pixels: Pixels = { height: 1, width: 1, channels: 1, data: [0] };
  #frames: readonly Frame[] = [];

  /** @param name The class of the canvas. */
  constructor(name: string, pointing?: Pointing) {
    this.canvas.className = `pixel-view ${name}`;
    new ResizeObserver(() => this.#draw()).observe(this.canvas);
    if (pointing) this.#listen(pointing);
  }

  /** Names the picture for screen readers. */
  label(text: string): void {
    this.canvas.setAttribute("aria-label", text);
  }

  /** Shows a picture: `low` is black and `high` white. */
  show(pixels: Pixels, [low, high]: readonly [number, number], frames = this.#frames): void {
    this.#pixels = pixels;
    this.#frames = frames;
    const { height, width, channels, data } = pixels;
    if (this.#plain.width !== width || this.#plain.height !== height) {
      [this.#plain.width, this.#plain.height] = [width, height];
    }
    const context = this.#plain.getContext("2d")!;
    const image = context.createImageData(width, height);
    const scale = high > low ? 255 / (high - low) : 0;
    const shade = (i: number) => scale === 0 ? 128 : (data[i]! - low) * scale;
    for (let i = 0; i < width * height; i++) {
      const [from, to] = [i * channels, 4 * i];
      image.data[to] = shade(from);
      image.data[to + 1] = channels < 3 ? image.data[to]! : shade(from + 1);
      image.data[to + 2] = channels < 3 ? image.data[to]! : shade(from + 2);
      // Gaps between pictures are no numbers.
      image.data[to + 3] = Number.isNaN(data[from]) ? 0 : 255;
    }
    context.putImageData(image, 0, 0);
    this.#draw();
  }

  /** Replaces the frames over the picture. */
  frame(...frames: readonly Frame[]): void {
    this.#frames = frames;
    this.#draw();
  }

  #draw(): void {
    const { height, width } = this.#pixels;
    const room = (this.canvas.clientWidth || 240) * (devicePixelRatio || 1);
    const zoom = Math.max(1, Math.ceil(room / width));
    if (this.canvas.width !== width * zoom || this.canvas.height !== height * zoom) {
      [this.canvas.width, this.canvas.height] = [width * zoom, height * zoom];
    }
    const context = this.canvas.getContext("2d")!;
    context.imageSmoothingEnabled = false;
    context.clearRect(0, 0, width * zoom, height * zoom);
    context.drawImage(this.#plain, 0, 0, width * zoom, height * zoom);
    for (const frame of this.#frames) this.#stroke(context, frame, zoom);
  }

  /** A light line around a dark one can be seen on every grey. */
  #stroke(context: CanvasRenderingContext2D, frame: Frame, zoom: number): void {
    const line = Math.max(1.5, (devicePixelRatio || 1) * 2 * this.canvas.width / 480);
    const weak = frame.kind === "weak";
    const half = weak ? -line / 2 : line / 2;
    const across = along(frame.column, frame.width, this.#pixels.width, zoom, half);
    const down = along(frame.row, frame.height, this.#pixels.height, zoom, half);
    const box = [across.from, down.from, across.size, down.size] as const;
    context.lineJoin = "round";
    if (!weak) {
      context.lineWidth = 2.4 * line;
      context.strokeStyle = "#ffffff";
      context.strokeRect(...box);
    }
    context.lineWidth = line;
    context.strokeStyle = "#d9480f";
    context.strokeRect(...box);
  }

  #listen({ point, from, move, press, draws = false }: Pointing): void {
    const { canvas } = this;
    canvas.tabIndex = 0;
    // The arrow keys belong to the picture, not to a screen reader's own cursor.
    canvas.setAttribute("role", "application");
    canvas.classList.add(draws ? "draws" : "points");
    const inside = (at: number, size: number) => Math.min(size - 1, Math.max(0, Math.floor(at)));
    const place = ({ clientX, clientY }: PointerEvent): Place => {
      const box = canvas.getBoundingClientRect();
      const { height, width } = this.#pixels;
      return {
        row: inside((clientY - box.top) / box.height * height, height),
        column: inside((clientX - box.left) / box.width * width, width),
      };
    };
    canvas.addEventListener("pointerdown", (event) => {
      if (draws) canvas.setPointerCapture(event.pointerId);
      point(place(event), true);
    });
    canvas.addEventListener("pointermove", (event) => point(place(event), event.buttons > 0));
    canvas.addEventListener("keydown", (event) => {
      const { row, column } = from();
      if (press && (event.key === " " || event.key === "Enter")) {
        event.preventDefault();
        press({ row, column });
      }
      const [down, right] = ARROWS[event.key] ?? [];
      if (down === undefined || right === undefined) return;
      event.preventDefault();
      const step = event.shiftKey ? 10 : 1;
      const { height, width } = this.#pixels;
      move({
        row: inside(row + down * step, height),
        column: inside(column + right * step, width),
      });
    });
  }
}

/** Where a frame begins along one axis, and how long it is; inside the picture it stays in sight. */
function along(at: number, size: number, of: number, zoom: number, half: number) {
  const inside = at >= 0 && at + size <= of;
  const from = at * zoom - half;
  const to = (at + size) * zoom + half;
  const [low, high] = inside ? [Math.max(from, half), Math.min(to, of * zoom - half)] : [from, to];
  return { from: low, size: high - low };
}

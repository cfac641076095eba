/** The figure `comparison`: two pictures of one size in one place, and a slider between them. */
/// <reference lib="dom" />
import { html, render } from "npm:lit-html@3.3.3";
import { type PackedPicture, pictureOf } from "../base/bytes.ts";
import type { LiveFigure } from "../base/host.ts";
import type { Words } from "../base/language.ts";
import { latest } from "../base/latest.ts";
import { short } from "../base/numbers.ts";
import { PixelView } from "../base/pixel_view.ts";
import { readNumbers } from "../base/settings.ts";

/** One of the two pictures. */
export interface Side {
  /** A text of the data, such as a step's name. */
  readonly name: string;
  readonly picture: PackedPicture;
  /** The numbers that are black and white. */
  readonly range: readonly [number, number];
}

/** What the run gives the figure. */
export interface ComparisonData {
  readonly left: Side;
  readonly right: Side;
}

const en = {
  slider: (left: string, right: string) => `How much of ${left} is seen, and how much of ${right}`,
  view: (left: string, right: string, percent: number) =>
    `${left} in the left ${percent} %, ${right} in the rest. The arrow keys choose a pixel.`,
  at: (row: number, column: number) => `Row ${row}, column ${column}`,
};

const words: Words<typeof en> = {
  en,
  ko: {
    slider: (left, right) => `${left}와(과) ${right}가 보이는 정도`,
    view: (left, right, percent) =>
      `왼쪽 ${percent} %는 ${left}, 나머지는 ${right}. 화살표 키로 픽셀을 고릅니다.`,
    at: (row, column) => `${row}행 ${column}열`,
  },
};

export const comparison: LiveFigure<ComparisonData> = async (host, { left, right }) => {
  const [a, b] = [pictureOf(left.picture), pictureOf(right.picture)];
  const { height, width, channels } = a;
  let share = 0.5;
  let at = { row: Math.floor(height / 2), column: Math.floor(width / 2) };
  /** 0 to 255 means the range's ends. */
  const valueOf = (byte: number, [low, high]: Side["range"]) => low + byte / 255 * (high - low);
  const slide = (to: number) => {
    share = Math.min(1, Math.max(0, to));
    host.keep(share === 0.5 ? {} : { at: String(Math.round(100 * share)) });
    draw();
  };
  const view = new PixelView("both", {
    draws: true,
    point: (place, pressed) => {
      at = place;
      if (pressed) slide((place.column + 0.5) / width);
      else draw();
    },
    from: () => at,
    move: (place) => {
      at = place;
      draw();
    },
  });

  const draw = latest(() => {
    const edge = Math.round(share * width);
    const data = a.data.map((value, i) =>
      Math.floor(i / channels) % width < edge ? value : b.data[i] ?? 0
    );
    view.show({ height, width, channels, data }, [0, 255], [
      { row: -1, column: edge, height: height + 2, width: width + 2 - edge },
      { ...at, height: 1, width: 1 },
    ]);
    host.computed({ shown: { shape: [height, width, channels], data } });
    show();
    return Promise.resolve();
  });

  function show(): void {
    const texts = words[host.language()];
    const percent = Math.round(100 * share);
    view.label(texts.view(left.name, right.name, percent));
    const place = (at.row * width + at.column) * channels;
    const value = (side: Side, of: typeof a) => short(valueOf(of.data[place] ?? 0, side.range), 2);
    render(
      html`
        <div class="comparison"><div class="names"><span>${left.name}</span><span>${right
          .name}</span></div>
          ${view.canvas}
          <input type="range" min="0" max="100" .value=${String(percent)}
            aria-label=${texts.slider(left.name, right.name)}
            @input=${(event: Event) =>
              slide((event.target as HTMLInputElement).valueAsNumber / 100)}>
          ${channels === 1
            ? html`<p role="status">${texts.at(at.row, at.column)}: ${left.name} ${value(left, a)},
            ${right.name} ${value(right, b)}</p>`
            : ""}</div>
      `,
      host.element,
    );
  }

  host.onAppearance(show);
  host.onSettings((settings) => {
    const [percent] = readNumbers(settings["at"]) ?? [];
    share = percent === undefined ? 0.5 : Math.min(100, Math.max(0, percent)) / 100;
    draw();
  });
  await draw();
};

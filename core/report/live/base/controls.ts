/** Controls that several figures have. */
import { html, nothing, type TemplateResult } from "npm:lit-html@3.3.3";

/** One of several values to choose from. */
export interface Choice<T> {
  readonly value: T;
  readonly text: string;
}

/** A row of buttons of which one is chosen; the arrow keys move the choice, as radio buttons do. */
export const choices = <T extends string | number>(
  name: string,
  label: string,
  all: readonly Choice<T>[],
  chosen: T,
  choose: (value: T) => void,
): TemplateResult =>
  html`
    <fieldset class="choices">
      <legend>${label}</legend>
      <div>${all.map(({ value, text }) =>
        html`
          <label><input type="radio" name=${name} .value=${String(
            value,
          )} .checked=${value === chosen} @change=${() =>
            choose(value)}><span>${text}</span></label>
        `
      )}</div>
    </fieldset>
  `;

/** Numbers from `low` to `high` as a choice. */
export const range = (low: number, high: number): Choice<number>[] =>
  Array.from({ length: high - low + 1 }, (_, i) => ({ value: low + i, text: String(low + i) }));

/** A button. */
export const button = (text: string, press: () => void, pressed?: boolean): TemplateResult =>
  html`
    <button type="button" aria-pressed=${pressed ?? nothing} @click=${press}>${text}</button>
  `;

/** A button that opens a picture file; the picture goes to `open`. */
export const fileButton = (text: string, open: (file: File) => void): TemplateResult =>
  html`
    <label
      class="file"><input type="file" accept="image/*" @change=${(event: Event) => {
        const input = event.target as HTMLInputElement;
        const [file] = input.files ?? [];
        if (file) open(file);
        // The same file can be chosen again.
        input.value = "";
      }}><span>${text}</span></label>
  `;

/** A sentence that screen readers read out when it changes, and nobody sees. */
export const spoken = (text: string): TemplateResult =>
  html`
    <p class="spoken" role="status">${text}</p>
  `;

/** Buttons that move something up, down, left and right. */
export const arrowButtons = (
  names: {
    readonly up: string;
    readonly down: string;
    readonly left: string;
    readonly right: string;
  },
  move: (rows: number, columns: number) => void,
): TemplateResult => {
  const arrow = (sign: string, place: "up" | "down" | "left" | "right", by: [number, number]) =>
    html`
      <button type="button" class=${place} aria-label=${names[place]}
        @click=${() => move(...by)}>${sign}</button>
    `;
  return html`
    <div class="arrows">${arrow("↑", "up", [-1, 0])}${arrow("←", "left", [0, -1])}${arrow(
      "→",
      "right",
      [0, 1],
    )}${arrow("↓", "down", [1, 0])}</div>
  `;
};

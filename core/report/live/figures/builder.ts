/** The figure `builder`: the reader writes a pipeline, and its sizes follow. */
/// <reference lib="dom" />
import { html, render, type TemplateResult } from "npm:lit-html@3.3.3";
import { button, spoken } from "../base/controls.ts";
import type { LiveFigure } from "../base/host.ts";
import { type BuiltStep, type Mistake, read, type Reading } from "./builder_read.ts";
import { words } from "./builder_words.ts";

/** What the run gives the figure. */
export interface BuilderData {
  /** The pipeline to begin with, as words. */
  readonly text: string;
}

type Texts = typeof words["en"];

/** How long a hand rests before screen readers are told. */
const REST_MS = 800;

export const builder: LiveFigure<BuilderData> = (host, data) => {
  let text = data.text;
  let told = "";
  let resting: ReturnType<typeof setTimeout> | undefined;

  function show(): void {
    const texts = words[host.language()];
    const reading = read(text, host.tools);
    host.computed(Object.fromEntries(
      reading.steps.map(({ name, shape, parameters }) => [
        name,
        { shape, data: Float32Array.of(parameters) },
      ]),
    ));
    render(view(reading, text, told, write, () => write(data.text), texts, host.id), host.element);
    clearTimeout(resting);
    resting = setTimeout(() => {
      const now = sentenceOf(reading, text, texts);
      if (now === told) return;
      told = now;
      show();
    }, REST_MS);
  }

  function write(now: string): void {
    text = now;
    host.keep(text === data.text ? {} : { text });
    show();
  }
  host.onAppearance(show);
  host.onSettings((settings) => {
    text = settings["text"] ?? data.text;
    show();
  });
};

function sentenceOf({ steps, mistake }: Reading, text: string, texts: Texts): string {
  if (!mistake) return texts.fine(steps.length);
  const line = text.slice(0, mistake.from).split("\n").length;
  return texts.problem(line) + mistakeText(mistake, texts);
}

const mistakeText = (mistake: Mistake, texts: Texts): string =>
  "sentence" in mistake ? mistake.sentence : texts[mistake.kind];

function view(
  reading: Reading,
  text: string,
  told: string,
  write: (text: string) => void,
  again: () => void,
  texts: Texts,
  id: string,
): TemplateResult {
  const { steps, mistake } = reading;
  const total = steps.reduce((sum, { parameters }) => sum + parameters, 0);
  return html`
        <div class="builder">
      <div><label for=${`${id}-text`}><b>${texts.label}</b></label>
            <div class="writing"><pre aria-hidden="true">${marked(text, mistake)}
    </pre><textarea id=${`${id}-text`} spellcheck="false" autocapitalize="off" autocomplete="off"
              aria-invalid=${mistake ? "true" : "false"} aria-describedby=${`${id}-problem`}
              .value=${text} @input=${(event: Event) =>
                write((event.target as HTMLTextAreaElement).value)}></textarea></div>
            <p class=${mistake ? "problem" : "legend"} id=${`${id}-problem`}>${mistake
              ? sentenceOf(reading, text, texts)
              : texts.hint}</p>
            <div class="row">${button(texts.again, again)}</div></div>
      <div class="sizes">
        <table class="steps">
          <thead>
            <tr>
              <th scope="col">${texts.step}</th>
              <th scope="col">${texts.shape}</th>
              <th scope="col">${texts.parameters}</th>
              <th scope="col">${texts.field}</th>
            </tr>
          </thead>
          <tbody>${steps.map((step) => row(step, texts))}</tbody>
        </table>
        <p><b>${texts.total(total.toLocaleString("en-US"))}</b></p>
      </div>
    </div>
        ${spoken(told)}
  `;
}

const row = ({ name, shape, parameters, field: { size } }: BuiltStep, texts: Texts) =>
  html`
    <tr>
      <th scope="row">${name}</th>
      <td>${shape.map((n) => Number.isNaN(n) ? "?" : n).join("×")}</td>
      <td>${parameters === 0 ? "" : parameters.toLocaleString("en-US")}</td>
      <td>${Number.isFinite(size[0]) ? size.join("×") : texts.whole}</td>
    </tr>
  `;

/** The text with a mark under the mistake; it lies behind the field in which the reader writes. */
function marked(text: string, mistake: Mistake | undefined) {
  if (!mistake) return text;
  const { from, to } = mistake;
  // A mistake at the end has no letter of its own.
  const end = Math.max(to, from + 1);
  return html`${text.slice(0, from)}<mark>${text.slice(from, end) || " "}</mark>${text.slice(end)}`;
}

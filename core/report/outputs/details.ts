/** An answer that is hidden until asked for. */
import type { Output } from "../output.ts";

/** An exercise in Markdown and what to expect, hidden until the reader opens it. */
export function details(question: string, answer: string): Output {
  return {
    kind: "details",
    html: (context) =>
      `<div class="exercise">${
        context.markdown(question)
      }<details><summary>${context.words.answer}` +
      `</summary>${context.markdown(answer)}</details></div>`,
    json: () => ({ question, answer }),
  };
}

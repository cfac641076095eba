/** An exercise with a hidden answer. */
import type { Output } from "../output.ts";

/** Shows an exercise and, hidden until the reader opens it, its answer; both in Markdown. */
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

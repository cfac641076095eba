/** What a lab can show: something that has an HTML form and a JSON form. */
import type { Figure } from "./figure.ts";
import type { Json } from "./json.ts";
import type { InterfaceTexts } from "./interface_texts.ts";

/** What the page provides to an output that renders itself. */
export interface OutputContext {
  /** Unique on the page, numbered in the order of showing: "output-3". */
  readonly id: string;
  /** Renders Markdown with maths as HTML, in both languages where there is Korean. */
  markdown(text: string): string;
  /** A text within a line as HTML, in both languages where there is Korean. */
  text(text: string): string;
  /**
   * The HTML of a figure in `figures`: a static picture, which a live one replaces where scripts
   * run.
   */
  picture(figure: Figure): string;
  /** The page's interface texts as HTML, in both languages. */
  readonly words: InterfaceTexts;
}

/** One thing to show: `show(output)` puts it under the code that calls it. */
export interface Output {
  readonly kind: string;
  /** The figures it contains; their pictures are drawn before `html` is called. */
  readonly figures?: readonly Figure[];
  html(context: OutputContext): string;
  json(): Json;
}

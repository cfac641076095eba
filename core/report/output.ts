/** What a lab can show: something that knows its HTML and its numbers. */
import type { Figure } from "./figure.ts";
import type { Json } from "./json.ts";
import type { InterfaceTexts } from "./interface_texts.ts";

/** What the page lends to an output while it writes itself. */
export interface OutputContext {
  /** Unique on the page, made from the output's place in the order: "output-3". */
  readonly id: string;
  /** Markdown with maths to HTML. */
  markdown(text: string): string;
  /** The picture of a figure in `figures`: static, replaced by a live one where scripts run. */
  picture(figure: Figure): string;
  /** The page's own words in its language. */
  readonly words: InterfaceTexts;
}

/** One thing shown: `show(output)` puts it under the code that calls it. */
export interface Output {
  readonly kind: string;
  /** The figures it holds, so that their pictures are ready when `html` asks for them. */
  readonly figures?: readonly Figure[];
  html(context: OutputContext): string;
  json(): Json;
}

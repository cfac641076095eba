/** What `show` accepts. */
import type { Figure } from "../figure.ts";
import type { Output } from "../output.ts";
import { figure } from "./figure.ts";
import { text } from "./text.ts";

/** Anything that can be shown as it is. */
export type Showable = Output | Figure | string;

/** Text becomes printed lines, a figure gets its place on the page, an output stays itself. */
export function asOutput(shown: Showable): Output {
  if (typeof shown === "string") return text(shown);
  return "traces" in shown ? figure(shown) : shown;
}

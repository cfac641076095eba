/** The kinds of values that `show` accepts. */
import type { Figure } from "../figure.ts";
import type { Output } from "../output.ts";
import { figure } from "./figure.ts";
import { text } from "./text.ts";

/** Anything that `show` accepts. */
export type Showable = Output | Figure | string;

/** Turns a text into printed lines and a figure into an output; returns an output unchanged. */
export function asOutput(shown: Showable): Output {
  if (typeof shown === "string") return text(shown);
  return "traces" in shown ? figure(shown) : shown;
}

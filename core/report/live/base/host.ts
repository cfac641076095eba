/** What a live figure is given, and what it has to be. */
/// <reference lib="dom" />
import type { PageTools } from "../../../live/tools.ts";
import type { Tensor } from "../../../graph/tensor.ts";
import type { Language } from "./language.ts";

/** The settings of a figure as they stand in the page's address: short texts by name. */
export type Settings = Readonly<Record<string, string>>;

/** What a figure is given when it becomes live. */
export interface Host {
  /** The element that the figure fills. */
  readonly element: HTMLElement;
  /** Its name in the page's address. */
  readonly id: string;
  /** What all figures of the page compute with. */
  readonly tools: PageTools;
  /** The reader's language now. */
  readonly language: () => Language;
  /** Calls back when the reader chooses another language or changes between light and dark. */
  onAppearance(redraw: () => void): void;
  /** The settings in the address when the page was opened, and whenever the reader changes it. */
  onSettings(apply: (settings: Settings) => void): void;
  /** Tells what the figure has computed, by name: the property `computed` of its element in the page. */
  computed(values: Readonly<Record<string, Tensor>>): void;
  /** Puts settings into the address; none if the figure is as the run left it. */
  keep(settings: Settings): void;
}

/** Makes a figure live: fills the host's element and answers the reader from then on. */
export type LiveFigure<Data> = (host: Host, data: Data) => void | Promise<void>;

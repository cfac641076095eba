/**
 * Plotly without a browser: jsdom plus what jsdom lacks, a canvas and the sizes of texts. Plotly
 * does not support this, so its version is pinned and the results are tested.
 */
import process from "node:process";
import { installCanvas } from "./canvas.ts";
import { plotlyPath } from "./plotly_path.ts";
import { textWidth } from "./text_width.ts";

/** What we use of Plotly. */
export interface Plotly {
  readonly version: string;
  validate(data: unknown, layout: unknown): readonly { readonly msg: string }[] | undefined;
  toImage(
    figure: { data: unknown; layout: unknown; config?: unknown },
    options: { format: "svg"; width: number; height: number },
  ): Promise<string>;
}

/** What we use of jsdom's window, which is typed nowhere. */
export interface Window {
  eval(code: string): unknown;
  close(): void;
  readonly JSON: typeof JSON;
  readonly Plotly: Plotly;
  readonly URL: { createObjectURL?: () => string };
  readonly HTMLCanvasElement: { prototype: object };
  readonly Element: { prototype: object };
  readonly SVGElement: { prototype: object };
}

/** What we use of an element. */
interface ElementLike {
  readonly textContent: string | null;
  readonly namespaceURI: string | null;
  readonly parentElement: ElementLike | null;
  readonly localName: string;
  readonly style?: { readonly fontSize: string };
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): Iterable<ElementLike>;
}

interface Jsdom {
  readonly JSDOM: new (html: string, options: object) => { readonly window: Window };
  readonly VirtualConsole: new () => object;
}

/** A window with Plotly in it; close it when done. */
export async function openBrowser(): Promise<Window> {
  const { JSDOM, VirtualConsole } = await importJsdom();
  const { window } = new JSDOM("<!doctype html><body></body>", {
    runScripts: "outside-only",
    pretendToBeVisual: true,
    // jsdom's "not implemented" notices are of no use to anybody who runs a lab.
    virtualConsole: new VirtualConsole(),
  });
  window.URL.createObjectURL ??= () => "blob:none";
  installCanvas(window.HTMLCanvasElement.prototype);
  installTextSizes(window);
  window.eval(await Deno.readTextFile(plotlyPath()));
  return window;
}

/**
 * jsdom's network client, which a report never uses, asks the environment for two switches
 * (UNDICI_NO_WASM_SIMD, UNDICI_USE_MILO) when it is imported. It sees an empty environment, so
 * that labs need no --allow-env.
 */
async function importJsdom(): Promise<Jsdom> {
  const environment = process.env;
  process.env = {};
  try {
    return await import("jsdom");
  } finally {
    process.env = environment;
  }
}

/** Gives every SVG element the size of its text. */
function installTextSizes(window: Window): void {
  const html = Object.getOwnPropertyDescriptor(window.Element.prototype, "getBoundingClientRect")
    ?.value;
  const define = (on: object, name: string, value: (this: ElementLike) => unknown) =>
    Object.defineProperty(on, name, { value, configurable: true, writable: true });
  define(window.SVGElement.prototype, "getBBox", function () {
    return box(this, false);
  });
  define(window.SVGElement.prototype, "getComputedTextLength", function () {
    return box(this, false).width;
  });
  define(window.Element.prototype, "getBoundingClientRect", function () {
    return this.namespaceURI?.endsWith("svg") ? box(this, true) : html.call(this);
  });
}

/** The box around an element's largest text: as it is written, or as it is turned on the screen. */
function box(element: ElementLike, turned: boolean) {
  const texts = element.localName === "text" || element.localName === "tspan"
    ? [element]
    : [...element.querySelectorAll("text")];
  let [width, height] = [0, 0];
  for (const text of texts) {
    const size = textSize(text);
    const angle = turned ? rotation(text) : 0;
    const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
    width = Math.max(width, size.width * cos + size.height * sin);
    height = Math.max(height, size.width * sin + size.height * cos);
  }
  // As browsers have it, a text's box begins above its baseline.
  const y = -height * 0.8;
  return { x: 0, y, left: 0, top: y, width, height, right: width, bottom: y + height };
}

/** The widest line, and all lines. */
function textSize(text: ElementLike): { width: number; height: number } {
  const size = fontSize(text);
  const lines = [...text.querySelectorAll("tspan.line")];
  const widths = (lines.length > 0 ? lines : [text])
    .map((line) => textWidth(line.textContent ?? "", size));
  return { width: Math.max(...widths), height: size * (1.2 + 1.3 * (widths.length - 1)) };
}

/** The angle that `transform="rotate(-90, …)"` turns a text by, in radians. */
function rotation(text: ElementLike): number {
  const degrees = /rotate\((-?[\d.]+)/.exec(text.getAttribute("transform") ?? "")?.[1] ?? "0";
  return Number(degrees) * Math.PI / 180;
}

function fontSize(element: ElementLike): number {
  for (let at: ElementLike | null = element; at; at = at.parentElement) {
    const size = parseFloat(at.style?.fontSize ?? "");
    if (size > 0) return size;
  }
  return 12;
}

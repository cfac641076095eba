/**
 * Plotly without a browser: jsdom, and what jsdom lacks, which is a canvas and the sizes of texts.
 * Plotly does not support this; its version is therefore pinned, and the results are tested.
 */
import module from "node:module";
import { installCanvas } from "./canvas.ts";
import { plotlyPath } from "./plotly_path.ts";
import { boxOf, type ElementLike } from "./geometry.ts";

/** The part of Plotly's schema that validating a figure changes: it adds the attributes of its traces. */
interface Schema {
  readonly layout: { readonly layoutAttributes: object };
}

/** The part of Plotly that is used. */
export interface Plotly {
  readonly PlotSchema: { get(): Schema };
  readonly version: string;
  validate(data: unknown, layout: unknown): readonly { readonly msg: string }[] | undefined;
  toImage(
    figure: { data: unknown; layout: unknown; config?: unknown },
    options: { format: "svg"; width: number; height: number },
  ): Promise<string>;
}

/** The part of jsdom's window that is used; jsdom has no types of its own. */
export interface BrowserWindow {
  eval(code: string): unknown;
  close(): void;
  readonly JSON: typeof JSON;
  readonly Plotly: Plotly;
  readonly URL: { createObjectURL?: () => string };
  readonly HTMLCanvasElement: { prototype: object };
  readonly Element: { prototype: object };
  readonly SVGElement: { prototype: object };
}

interface Jsdom {
  readonly JSDOM: new (html: string, options: object) => { readonly window: BrowserWindow };
  readonly VirtualConsole: new () => object;
}

/**
 * Opens a window with Plotly in it; close it when done. Needs `--allow-read` and
 * `--allow-env=UNDICI_NO_WASM_SIMD,UNDICI_USE_MILO`: jsdom imports undici, an HTTP client that a
 * report never uses, and undici reads these two switches of its own while it is imported.
 */
export async function openBrowser(): Promise<BrowserWindow> {
  const { JSDOM, VirtualConsole } = await importJsdom();
  const { window } = new JSDOM("<!doctype html><body></body>", {
    runScripts: "outside-only",
    pretendToBeVisual: true,
    // jsdom's "not implemented" messages do not help anyone who runs a lab.
    virtualConsole: new VirtualConsole(),
  });
  window.URL.createObjectURL ??= () => "blob:none";
  installCanvas(window.HTMLCanvasElement.prototype);
  installBoxes(window);
  window.eval(await Deno.readTextFile(plotlyPath()));
  keepSchema(window.Plotly);
  return window;
}

/** The package that jsdom tries to load and does without. */
const OPTIONAL = "@napi-rs/canvas";

/** How Node and Deno find the file of a required package; Node's documentation leaves it out. */
const resolver = module as unknown as {
  _resolveFilename(request: string, ...rest: readonly unknown[]): string;
};

/**
 * Imports jsdom. Deno looks for its optional canvas in the `node_modules` of all folders above the
 * project, which a lab may not read: in a terminal Deno would ask the reader for the permission.
 */
async function importJsdom(): Promise<Jsdom> {
  const resolve = resolver._resolveFilename;
  resolver._resolveFilename = (request, ...rest) => {
    if (request === OPTIONAL) throw new Error(`${OPTIONAL} is not used`);
    return resolve.call(module, request, ...rest);
  };
  try {
    return await import("npm:jsdom@31.0.1") as Jsdom;
  } finally {
    resolver._resolveFilename = resolve;
  }
}

/** Lets Plotly make its schema once, which takes 50 ms, and not for each figure that it validates. */
function keepSchema({ PlotSchema }: Plotly): void {
  const make = PlotSchema.get;
  let made: Schema | undefined;
  PlotSchema.get = () => {
    made ??= make();
    const layoutAttributes = { ...made.layout.layoutAttributes };
    return { ...made, layout: { ...made.layout, layoutAttributes } };
  };
}

/** Gives every SVG element the box that `geometry.ts` computes. */
function installBoxes(window: BrowserWindow): void {
  const html = Object.getOwnPropertyDescriptor(window.Element.prototype, "getBoundingClientRect")
    ?.value;
  const define = (on: object, name: string, value: (this: ElementLike) => unknown) =>
    Object.defineProperty(on, name, { value, configurable: true, writable: true });
  define(window.SVGElement.prototype, "getBBox", function () {
    return boxOf(this, false);
  });
  define(window.SVGElement.prototype, "getComputedTextLength", function () {
    return boxOf(this, false).width;
  });
  define(window.Element.prototype, "getBoundingClientRect", function () {
    return this.namespaceURI?.endsWith("svg") ? boxOf(this, true) : html.call(this);
  });
}

/**
 * Bounding boxes of SVG elements without a layout engine: estimated for texts, exact for
 * rectangles.
 */
import { textWidth } from "./text_width.ts";

/** The part of a DOM element that is used. */
export interface ElementLike {
  readonly textContent: string | null;
  readonly namespaceURI: string | null;
  readonly parentElement: ElementLike | null;
  readonly localName: string;
  readonly style?: { readonly fontSize: string; readonly textAnchor?: string };
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): Iterable<ElementLike>;
}

/** A bounding box, as browsers return it. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly right: number;
  readonly bottom: number;
}

type Corner = readonly [number, number];

/**
 * The bounding box of all texts and rectangles in an element.
 *
 * @param inPicture Whether it is in the picture's coordinates, after all transformations
 * (`getBoundingClientRect`), or in the element's own (`getBBox`).
 */
export function boxOf(element: ElementLike, inPicture: boolean): Box {
  const shapes = shapesIn(element);
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const shape of shapes) {
    const [x, y, width, height] = shape.localName === "text" ? textBox(shape) : rectangle(shape);
    const corners: Corner[] = [[x, y], [x + width, y], [x, y + height], [x + width, y + height]];
    for (const corner of corners) {
      const [cx, cy] = moved(shape, inPicture ? null : element, corner);
      [left, right] = [Math.min(left, cx), Math.max(right, cx)];
      [top, bottom] = [Math.min(top, cy), Math.max(bottom, cy)];
    }
  }
  if (left > right) [left, top, right, bottom] = [0, 0, 0, 0];
  return { x: left, y: top, left, top, right, bottom, width: right - left, height: bottom - top };
}

function shapesIn(element: ElementLike): ElementLike[] {
  if (element.localName === "tspan") {
    return element.parentElement ? shapesIn(element.parentElement) : [];
  }
  const drawn = element.localName === "text" || element.localName === "rect";
  return drawn ? [element] : [...element.querySelectorAll("text, rect")];
}

/**
 * The point, transformed into the coordinates of `top`, or of the whole picture if that is null.
 */
function moved(from: ElementLike, top: ElementLike | null, point: Corner): Corner {
  let at = point;
  for (
    let element: ElementLike | null = from;
    element && element !== top;
    element = element.parentElement
  ) {
    if (element.localName === "svg") break;
    at = transformed(element.getAttribute("transform"), at);
  }
  return at;
}

/** Applies `translate`, `rotate` and `scale` of an SVG transform to a point, the last one first. */
export function transformed(transform: string | null, point: Corner): Corner {
  let [x, y] = point;
  const calls = [...(transform ?? "").matchAll(/(translate|rotate|scale)\(([^)]*)\)/g)];
  for (const [, name, list = ""] of calls.reverse()) {
    const [a = 0, b, c = 0] = list.split(/[\s,]+/).map(Number);
    if (name === "translate") [x, y] = [x + a, y + (b ?? 0)];
    else if (name === "scale") [x, y] = [x * a, y * (b ?? a)];
    else {
      const [cos, sin] = [Math.cos(a * Math.PI / 180), Math.sin(a * Math.PI / 180)];
      const [dx, dy] = [x - (b ?? 0), y - c];
      [x, y] = [(b ?? 0) + dx * cos - dy * sin, c + dx * sin + dy * cos];
    }
  }
  return [x, y];
}

/** [x, y, width, height] of a text: as wide as its widest line, as high as all its lines. */
function textBox(text: ElementLike): readonly [number, number, number, number] {
  const size = fontSize(text);
  const lines = [...text.querySelectorAll("tspan.line")];
  const widths = (lines.length > 0 ? lines : [text])
    .map((line) => textWidth(line.textContent ?? "", size));
  const width = Math.max(...widths);
  const anchor = text.getAttribute("text-anchor") ?? text.style?.textAnchor ?? "start";
  const share = anchor === "end" ? 1 : anchor === "middle" ? 0.5 : 0;
  const x = number(text, "x") - width * share;
  // y is the baseline: about four fifths of a line's height are above it.
  return [x, number(text, "y") - size * 0.95, width, size * (1.2 + 1.3 * (widths.length - 1))];
}

function rectangle(rect: ElementLike): readonly [number, number, number, number] {
  return [number(rect, "x"), number(rect, "y"), number(rect, "width"), number(rect, "height")];
}

function number(element: ElementLike, attribute: string): number {
  return parseFloat(element.getAttribute(attribute) ?? "") || 0;
}

function fontSize(element: ElementLike): number {
  for (let at: ElementLike | null = element; at; at = at.parentElement) {
    const size = parseFloat(at.style?.fontSize ?? "");
    if (size > 0) return size;
  }
  return 12;
}

/**
 * Pooling as operations on one tensor per tap: the first pixels of all windows, the second pixels of
 * all windows, and so on. In the layout `phases` these tensors are the parts of the image itself.
 */
import type { Node } from "../../../graph/node.ts";
import type { PoolAttributes } from "../../../graph/primitives/max_pool.ts";
import { coverage } from "../../../graph/primitives/mean_pool.ts";
import { sizeOf } from "../../../graph/tensor.ts";
import { phases, rowMajor, tapsOf, tilesImage } from "../layout.ts";
import type { Name } from "../onnx_parts.ts";
import type { PixelRows } from "../values.ts";
import { globalMax, globalMaxGradient, isGlobal } from "./global_pool.ts";
import { type Lowering, type LoweringContext, zeros } from "./lower.ts";
import { type PixelView, pixelViewOf } from "./pixel_view.ts";
import { argmaxGradient, largest } from "./argmax.ts";

const key = ({ window: w }: PoolAttributes) =>
  `pool ${w.size.join("x")}/${w.stride.join("x")} pad ${w.pad} of ${w.image.join("x")}`;

const column = (table: Int32Array, width: number, i: number) =>
  Int32Array.from({ length: table.length / width }, (_, row) => table[row * width + i]!);

/** Is the image in the layout whose parts are the window's taps? */
const inPhases = (image: Node, { window }: PoolAttributes, { values }: LoweringContext): boolean =>
  tilesImage(window) && values.layout(image)?.key === phases(window).key;

/** One tensor per tap: the pixels under it, and `filling` where it is in the padding. */
function tapImages(
  image: Node,
  attributes: PoolAttributes,
  view: PixelView,
  filling: number,
): Name[] {
  const { count, image: table } = tapsOf(attributes.window);
  const source = view.read(image);
  return Array.from({ length: count }, (_, tap) =>
    view.pick(
      source,
      sizeOf(attributes.window.image),
      `${key(attributes)} tap ${tap}`,
      () => column(table, count, tap),
      filling,
    ));
}

/** Adds up one tensor per tap at the pixels that the tap covers. */
function collect(
  tapResults: readonly Name[],
  node: Node<PoolAttributes>,
  view: PixelView,
  { model }: LoweringContext,
) {
  const { window } = node.attributes;
  const { count, output } = tapsOf(window);
  const windows = sizeOf(window.output);
  // If all taps have the same result, as with the mean, one copy of it serves them all.
  const equal = new Set(tapResults).size === 1;
  const sources = Array.from({ length: output.length / count }, (_, pixel) => {
    const found: number[] = [];
    for (let tap = 0; tap < count; tap++) {
      const to = output[pixel * count + tap]!;
      if (to >= 0) found.push(equal ? to : tap * windows + to);
    }
    return found;
  });
  const most = sources.reduce((n, found) => Math.max(n, found.length), 1);
  const all = equal ? tapResults[0]! : model.concat(tapResults, view.axis);
  const shares = Array.from({ length: most }, (_, i) =>
    view.pick(
      all,
      equal ? windows : windows * count,
      `${key(node.attributes)} to image ${equal ? "equal" : "by tap"} ${i}`,
      () => Int32Array.from(sources, (found) => found[i] ?? -1),
      0,
    ));
  return view.toValue(shares.length === 1 ? shares[0]! : model.op("Sum", shares), node);
}

/** An image in the layout `phases` from one tensor per tap, with zeros where no window covers it. */
function asPhases(
  tapResults: readonly Name[],
  node: Node<PoolAttributes>,
  { model }: LoweringContext,
): PixelRows {
  const layout = phases(node.attributes.window);
  const [batch = 0, , , channels = 0] = node.shape;
  return {
    layout,
    parts: layout.parts.map((part, i) =>
      tapResults[i] ?? zeros(model, [part.length * batch, channels])
    ),
  };
}

/** The parts of an image in the layout `phases` that lie under the taps. */
const phaseTaps = (image: Node, { window }: PoolAttributes, { values }: LoweringContext) =>
  values.rows(image, phases(window)).slice(0, tapsOf(window).count);

/** The maximum under each window. */
export const maxPool: Lowering<PoolAttributes> = (node, context) => {
  const { attributes, inputs: [image] } = node;
  if (inPhases(image!, attributes, context)) {
    return {
      layout: rowMajor(attributes.window.output),
      parts: [largest(context.model, phaseTaps(image!, attributes, context))],
    };
  }
  if (isGlobal(attributes.window)) return globalMax(node, context);
  const view = pixelViewOf(image!, context);
  const taps = tapImages(image!, attributes, view, -Infinity);
  return view.toValue(largest(context.model, taps), node);
};

/** (x, y, dy) → dx: each window's gradient goes to the first pixel that has its maximum. */
export const maxPoolGradient: Lowering<PoolAttributes> = (node, context) => {
  const { attributes, inputs: [image, , dy] } = node;
  if (inPhases(image!, attributes, context)) {
    const gradient = context.values.rows(dy!, rowMajor(attributes.window.output))[0]!;
    return asPhases(
      argmaxGradient(context.model, phaseTaps(image!, attributes, context), gradient),
      node,
      context,
    );
  }
  if (isGlobal(attributes.window)) return globalMaxGradient(node, context);
  const view = pixelViewOf(image!, context);
  const taps = tapImages(image!, attributes, view, -Infinity);
  return collect(argmaxGradient(context.model, taps, view.read(dy!)), node, view, context);
};

/** 1 / (pixels that a window covers), for each window; one number if all windows cover equally many. */
function shares(
  { window }: PoolAttributes,
  view: PixelView | undefined,
  context: LoweringContext,
): Name {
  const counts = coverage(window);
  if (!view || counts.every((count) => count === counts[0])) {
    // A tensor of as many axes as its operand: see `inFullRank` in elementwise.ts.
    const share = 1 / counts[0]!;
    const dims = view ? [1, 1, 1] : [1, 1];
    return context.model.floats(`share ${share} of ${dims}`, dims, () => Float32Array.of(share));
  }
  const name = `shares ${key({ window, imageShape: [] })}`;
  return view.perPixel(name, () => counts.map((count) => 1 / count), counts.length);
}

/** The mean under each window. */
export const meanPool: Lowering<PoolAttributes> = (node, context) => {
  const { model } = context;
  const { attributes, inputs: [image] } = node;
  if (inPhases(image!, attributes, context)) {
    const sum = model.op("Sum", phaseTaps(image!, attributes, context));
    return {
      layout: rowMajor(attributes.window.output),
      parts: [model.op("Mul", [sum, shares(attributes, undefined, context)])],
    };
  }
  const view = pixelViewOf(image!, context);
  const whole = isGlobal(attributes.window);
  const sum = whole
    ? model.op("ReduceSum", [view.read(image!), model.longs([view.axis])], { keepdims: 1 })
    : model.op("Sum", tapImages(image!, attributes, view, 0));
  return view.toValue(model.op("Mul", [sum, shares(attributes, view, context)]), node);
};

/** dy → dx: each window shares its gradient equally among its pixels. */
export const meanPoolGradient: Lowering<PoolAttributes> = (node, context) => {
  const { model, values } = context;
  const { attributes, inputs: [dy] } = node;
  const { window } = attributes;
  const { count } = tapsOf(window);
  if (values.layout(dy!) && tilesImage(window)) {
    const rows = values.rows(dy!, rowMajor(window.output))[0]!;
    const share = model.op("Mul", [rows, shares(attributes, undefined, context)]);
    return asPhases(Array<Name>(count).fill(share), node, context);
  }
  const view = pixelViewOf(dy!, context);
  const share = model.op("Mul", [view.read(dy!), shares(attributes, view, context)]);
  if (isGlobal(window)) {
    const everywhere = model.longs(view.shape(sizeOf(window.image)));
    return view.toValue(model.op("Expand", [share, everywhere]), node);
  }
  return collect(Array<Name>(count).fill(share), node, view, context);
};

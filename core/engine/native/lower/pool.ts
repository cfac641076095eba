/**
 * Pooling as operations on whole images, one a tap: all first pixels of the windows, all second
 * pixels, … A window that tiles an image in rows finds its taps lying there as parts.
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

/** Does the image lie in the parts that the window's taps are? */
const inPhases = (image: Node, { window }: PoolAttributes, { values }: LoweringContext): boolean =>
  tilesImage(window) && values.layout(image)?.key === phases(window).key;

/** The image under each tap, `filling` where the window hangs over the border. */
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

/** One tensor of windows a tap, added up at the image's view. */
function collect(
  tapResults: readonly Name[],
  node: Node<PoolAttributes>,
  view: PixelView,
  { model }: LoweringContext,
) {
  const { window } = node.attributes;
  const { count, output } = tapsOf(window);
  const windows = sizeOf(window.output);
  // Equal results for all taps (the mean's) need no copies: then only the window counts.
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

/** Parts for an image in phases, zeros for the pixels that no window covers. */
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

/** The parts under the taps, of an image in phases. */
const phaseTaps = (image: Node, { window }: PoolAttributes, { values }: LoweringContext) =>
  values.rows(image, phases(window)).slice(0, tapsOf(window).count);

/** The largest under each window. */
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

/** (x, y, dy): each window's gradient to the first of its largest. */
export const maxPoolGradient: Lowering<PoolAttributes> = (node, context) => {
  const { attributes, inputs: [image, , dy] } = node;
  if (inPhases(image!, attributes, context)) {
    const prize = context.values.rows(dy!, rowMajor(attributes.window.output))[0]!;
    return asPhases(
      argmaxGradient(context.model, phaseTaps(image!, attributes, context), prize),
      node,
      context,
    );
  }
  if (isGlobal(attributes.window)) return globalMaxGradient(node, context);
  const view = pixelViewOf(image!, context);
  const taps = tapImages(image!, attributes, view, -Infinity);
  return collect(argmaxGradient(context.model, taps, view.read(dy!)), node, view, context);
};

/** 1 / how many pixels of the image each window covers; one number where all cover the same. */
function shares(
  { window }: PoolAttributes,
  view: PixelView | undefined,
  context: LoweringContext,
): Name {
  const counts = coverage(window);
  if (!view || counts.every((count) => count === counts[0])) {
    return context.model.scalar(1 / counts[0]!);
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

/** dy: each window's share to all of its view. */
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

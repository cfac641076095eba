/**
 * Pooling as operations on whole images, one a tap: all first places of the windows, all second
 * places, … A window that tiles an image in rows finds its taps lying there as parts.
 */
import type { Node } from "../../../graph/node.ts";
import type { PoolAttributes } from "../../../graph/primitives/max_pool.ts";
import { coverage } from "../../../graph/primitives/mean_pool.ts";
import { sizeOf } from "../../../graph/tensor.ts";
import { phases, rowMajor, tapsOf, tiles } from "../layout.ts";
import type { Name } from "../onnx_parts.ts";
import type { PixelRows } from "../values.ts";
import { globalMax, globalMaxGradient, isGlobal } from "./global_pool.ts";
import { type Lowering, type LoweringContext, zeros } from "./lower.ts";
import { type Places, placesLike } from "./places.ts";
import { argmaxGradient, largest } from "./argmax.ts";

const key = ({ window: w }: PoolAttributes) =>
  `pool ${w.size.join("x")}/${w.stride.join("x")} pad ${w.pad} of ${w.image.join("x")}`;

const column = (table: Int32Array, width: number, i: number) =>
  Int32Array.from({ length: table.length / width }, (_, row) => table[row * width + i]!);

/** Does the image lie in the parts that the window's taps are? */
const inPhases = (image: Node, { window }: PoolAttributes, { values }: LoweringContext): boolean =>
  tiles(window) && values.layout(image)?.key === phases(window).key;

/** The image under each tap, `filling` where the window hangs over the border. */
function tapImages(
  image: Node,
  attributes: PoolAttributes,
  places: Places,
  filling: number,
): Name[] {
  const { count, image: table } = tapsOf(attributes.window);
  const source = places.read(image);
  return Array.from({ length: count }, (_, tap) =>
    places.pick(
      source,
      sizeOf(attributes.window.image),
      `${key(attributes)} tap ${tap}`,
      () => column(table, count, tap),
      filling,
    ));
}

/** One tensor of windows a tap, added up at the image's places. */
function collect(
  tapResults: readonly Name[],
  node: Node<PoolAttributes>,
  places: Places,
  { model }: LoweringContext,
) {
  const { window } = node.attributes;
  const { count, output } = tapsOf(window);
  const windows = sizeOf(window.output);
  // Equal results for all taps (the mean's) need no copies: then only the window counts.
  const equal = new Set(tapResults).size === 1;
  const sources = Array.from({ length: output.length / count }, (_, place) => {
    const found: number[] = [];
    for (let tap = 0; tap < count; tap++) {
      const to = output[place * count + tap]!;
      if (to >= 0) found.push(equal ? to : tap * windows + to);
    }
    return found;
  });
  const most = sources.reduce((n, found) => Math.max(n, found.length), 1);
  const all = equal ? tapResults[0]! : model.concat(tapResults, places.axis);
  const shares = Array.from({ length: most }, (_, i) =>
    places.pick(
      all,
      equal ? windows : windows * count,
      `${key(node.attributes)} to image ${equal ? "equal" : "by tap"} ${i}`,
      () => Int32Array.from(sources, (found) => found[i] ?? -1),
      0,
    ));
  return places.form(shares.length === 1 ? shares[0]! : model.op("Sum", shares), node);
}

/** Parts for an image in phases, zeros for the places that no window covers. */
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
  const places = placesLike(image!, context);
  const taps = tapImages(image!, attributes, places, -Infinity);
  return places.form(largest(context.model, taps), node);
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
  const places = placesLike(image!, context);
  const taps = tapImages(image!, attributes, places, -Infinity);
  return collect(argmaxGradient(context.model, taps, places.read(dy!)), node, places, context);
};

/** 1 / how many places of the image each window covers; one number where all cover the same. */
function shares(
  { window }: PoolAttributes,
  places: Places | undefined,
  context: LoweringContext,
): Name {
  const counts = coverage(window);
  if (!places || counts.every((count) => count === counts[0])) {
    return context.model.scalar(1 / counts[0]!);
  }
  const name = `shares ${key({ window, imageShape: [] })}`;
  return places.perPlace(name, () => counts.map((count) => 1 / count), counts.length);
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
  const places = placesLike(image!, context);
  const whole = isGlobal(attributes.window);
  const sum = whole
    ? model.op("ReduceSum", [places.read(image!), model.longs([places.axis])], { keepdims: 1 })
    : model.op("Sum", tapImages(image!, attributes, places, 0));
  return places.form(model.op("Mul", [sum, shares(attributes, places, context)]), node);
};

/** dy: each window's share to all of its places. */
export const meanPoolGradient: Lowering<PoolAttributes> = (node, context) => {
  const { model, values } = context;
  const { attributes, inputs: [dy] } = node;
  const { window } = attributes;
  const { count } = tapsOf(window);
  if (values.layout(dy!) && tiles(window)) {
    const rows = values.rows(dy!, rowMajor(window.output))[0]!;
    const share = model.op("Mul", [rows, shares(attributes, undefined, context)]);
    return asPhases(Array<Name>(count).fill(share), node, context);
  }
  const places = placesLike(dy!, context);
  const share = model.op("Mul", [places.read(dy!), shares(attributes, places, context)]);
  if (isGlobal(window)) {
    const everywhere = model.longs(places.shape(sizeOf(window.image)));
    return places.form(model.op("Expand", [share, everywhere]), node);
  }
  return collect(Array<Name>(count).fill(share), node, places, context);
};

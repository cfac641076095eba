/** Convolution and its gradients as matrix products with columns, at once or piece by piece. */
import type { Node } from "../../../graph/node.ts";
import type { ConvAttributes } from "../../../graph/primitives/conv2d.ts";
import { sizeOf } from "../../../graph/tensor.ts";
import { isRowMajor, type PixelLayout, residues, rowMajor, slotsOf, tapsOf } from "../layout.ts";
import type { OnnxModel } from "../onnx_model.ts";
import type { Name } from "../onnx_parts.ts";
import {
  type Columns,
  fromFewChannels,
  fromPlain,
  fromRows,
  type Piece,
  tapsReaching,
  type TapTable,
} from "./columns.ts";
import type { Lowering, LoweringContext } from "./lower.ts";

/** With at most this many channels, gathering the columns pixel by pixel is slow. */
const FEW_CHANNELS = 4;

const pieceKey = (layout: PixelLayout, i: number, { pixels }: Piece) =>
  `${layout.key} piece ${i} from ${pixels[0]} with ${pixels.length}`;

const windowKey = ({ window: w }: ConvAttributes) =>
  `${w.size.join("x")}/${w.stride.join("x")}/${w.dilation.join("x")} pad ${w.pad} of ${
    w.image.join("x")
  }`;

/** The image pixels that each output pixel reads. */
const forward = (attributes: ConvAttributes): TapTable => {
  const { count, image } = tapsOf(attributes.window);
  return { key: `forward ${windowKey(attributes)}`, tapCount: count, sources: image };
};

/** The pixels of the output's gradient that each image pixel adds up. */
const backward = (attributes: ConvAttributes): TapTable => {
  const { count, output } = tapsOf(attributes.window);
  return { key: `backward ${windowKey(attributes)}`, tapCount: count, sources: output };
};

/** Gathers a piece's columns in the way that suits the image's layout. */
function gatherer(image: Node, tapTable: TapTable, node: Node, context: LoweringContext) {
  if (!context.plan.atOnce.has(node)) return fromPlain(image, tapTable, context);
  const layout = context.values.layout(image);
  if (!layout && image.shape[3]! <= FEW_CHANNELS) return fromFewChannels(image, tapTable, context);
  return fromRows(image, layout ?? rowMajor([image.shape[1]!, image.shape[2]!]), tapTable, context);
}

/** The pieces of a layout: its parts, cut so that no piece's columns exceed the limit. */
function piecesOf(
  layout: PixelLayout,
  tapTable: TapTable,
  bytesPerPixel: number,
  { plan }: LoweringContext,
): Piece[] {
  const most = Math.max(1, Math.floor(plan.pieceBytes / bytesPerPixel));
  return layout.parts.flatMap((part) => {
    const count = Math.ceil(part.length / most);
    return Array.from({ length: count }, (_, i) => {
      const pixels = part.subarray(i * most, (i + 1) * most);
      return { pixels, taps: tapsReaching(tapTable, pixels) };
    });
  });
}

const product = (
  model: OnnxModel,
  { matrix, transposed }: Columns,
  other: Name,
  added: readonly Name[] = [],
): Name => model.op("Gemm", [matrix, other, ...added], transposed ? { transA: 1 } : {});

/** The kernel's rows for some of its taps: [taps · from, to]. */
function kernelRows(
  model: OnnxModel,
  kernel: Name,
  all: number,
  taps: readonly number[],
  from: number,
  to: number,
): Name {
  if (taps.length === all) return model.reshape(kernel, [all * from, to]);
  const byTap = model.reshape(kernel, [all, from * to]);
  const chosen = model.indices(`taps ${taps}`, [taps.length], () => Int32Array.from(taps));
  return model.reshape(model.gather(byTap, chosen, 0), [taps.length * from, to]);
}

/** Σ over taps of source pixel × weights: both the forward pass and the image's gradient. */
function slide(
  node: Node,
  source: Node,
  kernel: Name,
  layout: PixelLayout,
  tapTable: TapTable,
  context: LoweringContext,
  bias?: Name,
) {
  const { model, plan } = context;
  const [batch = 0, height = 0, width = 0, channels = 0] = node.shape;
  const from = source.shape[3]!;
  const columns = gatherer(source, tapTable, node, context);
  const added = bias === undefined ? [] : [model.reshape(bias, [channels])];
  const multiply = (piece: Piece, key: string) => {
    if (piece.taps.length === 0) {
      // No tap has a source for these pixels: their sum is empty.
      const empty = bias === undefined ? model.scalar(0) : added[0]!;
      return model.op("Expand", [empty, model.longs([piece.pixels.length * batch, channels])]);
    }
    const rows = kernelRows(model, kernel, tapTable.tapCount, piece.taps, from, channels);
    return product(model, columns(piece, key), rows, added);
  };
  if (plan.atOnce.has(node)) {
    return {
      layout,
      parts: layout.parts.map((pixels, i) =>
        multiply({ pixels, taps: tapsReaching(tapTable, pixels) }, `${layout.key} ${i}`)
      ),
    };
  }
  const pieces = piecesOf(layout, tapTable, 4 * batch * tapTable.tapCount * from, context);
  const results = pieces.map((piece, i) =>
    model.reshape(multiply(piece, pieceKey(layout, i, piece)), [
      batch,
      piece.pixels.length,
      channels,
    ])
  );
  const joined = model.concat(results, 1);
  if (isRowMajor(layout)) return model.reshape(joined, node.shape);
  const order = model.indices(`slots ${layout.key}`, [height * width], () => slotsOf(layout));
  return model.reshape(model.gather(joined, order, 1), node.shape);
}

/** x ∗ w (+ bias). */
export const conv2d: Lowering<ConvAttributes> = (node, context, bias) => {
  const { window } = node.attributes;
  const atOnce = context.plan.atOnce.has(node);
  const layout = atOnce
    ? context.plan.requestedLayouts.get(node) ?? rowMajor(window.output)
    : rowMajor(window.output);
  const kernel = context.values.plain(node.inputs[1]!);
  return slide(node, node.inputs[0]!, kernel, layout, forward(node.attributes), context, bias);
};

/** dx: the columns of dy times the kernel with its input and output channels exchanged. */
export const conv2dImageGradient: Lowering<ConvAttributes> = (node, context) => {
  const { model, values } = context;
  const [height = 0, width = 0, depth = 0, filters = 0] = node.attributes.kernelShape;
  const byTap = model.reshape(values.plain(node.inputs[1]!), [height * width, depth, filters]);
  const exchanged = model.op("Transpose", [byTap], { perm: [0, 2, 1] });
  const layout = residues(node.attributes.window);
  return slide(node, node.inputs[0]!, exchanged, layout, backward(node.attributes), context);
};

/**
 * The kernel's gradient as the columns of dy times the image. The image's gradient gathers the same
 * columns, and they are smaller than the image's if there are fewer filters than channels. Undefined
 * where this does not apply.
 */
function fromOutputColumns(node: Node<ConvAttributes>, context: LoweringContext): Name | undefined {
  const { model, values, plan } = context;
  const { kernelShape, window } = node.attributes;
  const [image, dy] = [node.inputs[0]!, node.inputs[1]!];
  const [height = 0, width = 0, depth = 0, filters = 0] = kernelShape;
  const tapTable = backward(node.attributes);
  const layout = residues(window);
  const pixels = layout.parts[0]!;
  const taps = tapsReaching(tapTable, pixels);
  const thinner = filters <= depth && plan.imageGradients.has(node.attributes);
  if (
    !thinner || !plan.atOnce.has(node) || !isRowMajor(layout) || taps.length < tapTable.tapCount
  ) return;
  const { matrix, transposed } = gatherer(dy, tapTable, node, context)(
    { pixels, taps },
    `${layout.key} 0`,
  );
  if (transposed) return;
  const rows = values.rows(image, layout)[0]!;
  const product = model.op("Gemm", [matrix, rows], { transA: 1 });
  const byTap = model.reshape(product, [height * width, filters, depth]);
  return model.reshape(model.op("Transpose", [byTap], { perm: [0, 2, 1] }), kernelShape);
}

/** dw: the image's columns, which the forward pass gathers too, times dy. */
export const conv2dKernelGradient: Lowering<ConvAttributes> = (node, context) => {
  const shared = fromOutputColumns(node, context);
  if (shared) return shared;
  const { model, values } = context;
  const { kernelShape, window } = node.attributes;
  const [image, dy] = [node.inputs[0]!, node.inputs[1]!];
  const tapTable = forward(node.attributes);
  const columns = gatherer(image, tapTable, node, context);
  const [batch = 0, depth = 0, filters = 0] = [image.shape[0], kernelShape[2], kernelShape[3]];
  const all = [...Array(tapTable.tapCount).keys()];
  const products: Name[] = [];
  const accumulate = (piece: Piece, key: string, part: Name) => {
    const { matrix, transposed } = columns({ ...piece, taps: all }, key);
    products.push(model.op("Gemm", [matrix, part], transposed ? {} : { transA: 1 }));
  };
  if (context.plan.atOnce.has(node)) {
    const layout = values.layout(dy) ?? rowMajor(window.output);
    const parts = values.rows(dy, layout);
    layout.parts.forEach((pixels, i) =>
      accumulate({ pixels, taps: all }, `${layout.key} ${i}`, parts[i]!)
    );
  } else {
    const layout = rowMajor(window.output);
    const flat = model.reshape(values.plain(dy), [batch, sizeOf(window.output), filters]);
    let first = 0;
    piecesOf(layout, tapTable, 4 * batch * tapTable.tapCount * depth, context).forEach(
      (piece, i) => {
        const end = first + piece.pixels.length;
        const cut = model.slice(flat, 1, first, end);
        const part = model.reshape(cut, [batch * piece.pixels.length, filters]);
        // Another key keeps the forward pass's columns from being shared: they would live until here.
        accumulate(piece, `${pieceKey(layout, i, piece)} again`, part);
        first = end;
      },
    );
  }
  // A chain of products would make ONNX Runtime gather all columns before it computes the first.
  const sum = products.length === 1 ? products[0]! : model.op("Sum", products);
  return model.reshape(sum, kernelShape);
};

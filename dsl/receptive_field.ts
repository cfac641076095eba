/** How much of the input a pixel deep in a pipeline depends on. */
import type { Steps } from "./infer_shapes.ts";
import type { Pair } from "./ops.ts";
import { rule, type Step } from "./step.ts";

/** Which part of a pipeline's input one pixel of an output depends on. */
export interface ReceptiveField {
  /** Its rows and columns in pixels; Infinity if it is the whole image, however large. */
  readonly size: Pair;
  /** How many pixels of the input lie between the fields of two neighbouring pixels. */
  readonly stride: Pair;
}

const onePixel: ReceptiveField = { size: [1, 1], stride: [1, 1] };

/**
 * The **수용장(receptive field)** of a pixel after each step. If r is its size and j its stride so far,
 * a window of k pixels with dilation d and stride s makes the size r + (k − 1)·d·j and the stride j·s
 * (Araujo, Norris and Sim, "Computing receptive fields of convolutional neural networks", Distill,
 * 2019). Of parts side by side, the largest field counts.
 *
 * @example After n convolutions of 3x3 the field is 2n + 1 pixels wide; pooling makes it grow faster
 * ```ts
 * import { conv, input, pipeline, pool, receptiveFields } from "./mod.ts";
 *
 * const three = () => conv(1, { kernel: 3 });
 * const p = pipeline(input(16, 16, 1), three(), three(), pool(2), three());
 * console.assert(receptiveFields(p).map(({ size }) => size[0]).join() === "1,3,5,6,10");
 * ```
 */
export function receptiveFields({ steps }: Steps): ReceptiveField[] {
  const all: ReceptiveField[] = [];
  for (const step of steps) all.push(fieldAfter(step, all.at(-1) ?? onePixel));
  return all;
}

function fieldAfter(step: Step, field: ReceptiveField): ReceptiveField {
  const { window, parts } = step[rule];
  if (parts && parts.length > 0) {
    return parts.map((part) => part.reduce((inside, inner) => fieldAfter(inner, inside), field))
      .reduce((a, b) => ({ size: larger(a.size, b.size), stride: larger(a.stride, b.stride) }));
  }
  if (window === undefined) return field;
  if (window === "everything") return { ...field, size: [Infinity, Infinity] };
  const { size, stride, dilation = [1, 1] } = window;
  const grown = (axis: 0 | 1) =>
    field.size[axis] + (size[axis] - 1) * dilation[axis] * field.stride[axis];
  return {
    size: [grown(0), grown(1)],
    stride: [field.stride[0] * stride[0], field.stride[1] * stride[1]],
  };
}

const larger = (a: Pair, b: Pair): Pair => [Math.max(a[0], b[0]), Math.max(a[1], b[1])];

/** How much of the image a pixel deep in a pipeline depends on. */
import type { Steps } from "./infer_shapes.ts";
import type { Pair } from "./ops.ts";
import { rule, type Step } from "./step.ts";

/** What one pixel sees of the pipeline's input. */
export interface ReceptiveField {
  /** Rows and columns of the image; Infinity where it is the whole image, however large. */
  readonly size: Pair;
  /** By how many pixels of the image the field moves from one pixel to the next. */
  readonly stride: Pair;
}

const onePixel: ReceptiveField = { size: [1, 1], stride: [1, 1] };

/**
 * The **수용장(receptive field)** of a pixel after each step. A window of k pixels, d apart, that
 * moves by s makes it r + (k − 1)·d·j large, where r and j are the size and the stride so far; the
 * stride becomes j·s (Araujo, Norris and Sim, "Computing receptive fields of convolutional neural
 * networks", Distill, 2019). Parts side by side count with the largest.
 *
 * @example After n convolutions of 3×3 it is 2n + 1 on a side; pooling makes it grow faster
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
  for (const step of steps) all.push(seenThrough(step, all.at(-1) ?? onePixel));
  return all;
}

function seenThrough(step: Step, field: ReceptiveField): ReceptiveField {
  const { window, parts } = step[rule];
  if (parts && parts.length > 0) {
    return parts.map((part) => part.reduce((seen, inner) => seenThrough(inner, seen), field))
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

/** The largest of several tensors, and which one it was: a tree of comparisons in pairs. */
import { ElementType, type OnnxModel } from "../onnx_model.ts";
import type { Name } from "../onnx_parts.ts";

const half = (n: number) => Math.ceil(n / 2);

/** The largest, element by element. */
export function largest(model: OnnxModel, inputs: readonly Name[]): Name {
  if (inputs.length === 1) return inputs[0]!;
  const middle = half(inputs.length);
  return model.op("Max", [
    largest(model, inputs.slice(0, middle)),
    largest(model, inputs.slice(middle)),
  ]);
}

/**
 * Hands the winner's `dy` to the player it belongs to, zeros to the others. On a tie the left
 * side wins at every pairing, so the first of equal inputs gets it (as in TensorFlow).
 */
export function argmaxGradient(model: OnnxModel, inputs: readonly Name[], dy: Name): Name[] {
  if (inputs.length === 1) return [dy];
  const middle = half(inputs.length);
  const [left, right] = [inputs.slice(0, middle), inputs.slice(middle)];
  // The forward pass has made the same maxima: the model shares them.
  const wins = model.op("GreaterOrEqual", [largest(model, left), largest(model, right)]);
  // Zeros and ones and a difference: ONNX Runtime's Where takes twice the time.
  const toLeft = model.op("Mul", [dy, model.op("Cast", [wins], { to: ElementType.float })]);
  return [
    ...argmaxGradient(model, left, toLeft),
    ...argmaxGradient(model, right, model.op("Sub", [dy, toLeft])),
  ];
}

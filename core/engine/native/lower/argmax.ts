/** The elementwise maximum of several tensors and its gradient, as a tree of comparisons in pairs. */
import { ElementType, type OnnxModel } from "../onnx_model.ts";
import type { Name } from "../onnx_parts.ts";

const half = (n: number) => Math.ceil(n / 2);

/** The maximum of the inputs, element by element. */
export function largest(model: OnnxModel, inputs: readonly Name[]): Name {
  if (inputs.length === 1) return inputs[0]!;
  const middle = half(inputs.length);
  return model.op("Max", [
    largest(model, inputs.slice(0, middle)),
    largest(model, inputs.slice(middle)),
  ]);
}

/**
 * The gradients of the maximum with respect to the inputs, given its own gradient: for each element
 * `dy` to the largest input and zeros to the others. Among equal inputs the left half gets it at every
 * level of the tree, so it goes to the first, as in TensorFlow.
 */
export function argmaxGradient(model: OnnxModel, inputs: readonly Name[], dy: Name): Name[] {
  if (inputs.length === 1) return [dy];
  const middle = half(inputs.length);
  const [left, right] = [inputs.slice(0, middle), inputs.slice(middle)];
  // The forward pass has the same maxima, and the model shares them.
  const leftIsLarger = model.op("GreaterOrEqual", [largest(model, left), largest(model, right)]);
  // A product and a difference, because ONNX Runtime's Where takes twice the time.
  const toLeft = model.op("Mul", [dy, model.op("Cast", [leftIsLarger], { to: ElementType.float })]);
  return [
    ...argmaxGradient(model, left, toLeft),
    ...argmaxGradient(model, right, model.op("Sub", [dy, toLeft])),
  ];
}

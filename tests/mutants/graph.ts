/** Sabotages of the graph: primitives, their gradients, programs. */
import type { Mutant } from "../../tools/mutants/mutant.ts";

const mutants: readonly Mutant[] = [
  {
    file: "core/graph/window.ts",
    find: "const before = Math.floor(total / 2);",
    replace: "const before = Math.ceil(total / 2);",
    why: "With padding same, an odd row of zeros comes before the image, unlike in Keras.",
    tests: ["tests/model/golden_layers_test.ts"],
  },
  {
    file: "core/graph/primitives/mean_pool.ts",
    find: "eachTap(window, (output) => counts[output]!++);",
    replace: "counts.fill(window.size[0] * window.size[1]);",
    why: "Mean pooling counts the zeros outside, so that borders turn dark.",
    tests: ["tests/dsl/layers_test.ts"],
  },
  {
    file: "core/graph/primitives/max_pool.ts",
    find: "if (taken[output + k] || x!",
    replace: "if (x!",
    why: "Where two pixels tie, both get the whole gradient in the loops.",
    tests: ["tests/engine/battery_test.ts"],
  },
  {
    file: "core/graph/primitives/conv2d.ts",
    find: "sizeOf(outputShape(attributes)) * rows * columns * depth",
    replace: "sizeOf(outputShape(attributes)) * rows * columns",
    why: "The cost of a convolution ignores its input channels.",
    tests: ["tests/model/cost_test.ts"],
  },
  {
    file: "core/graph/primitives/conv2d.ts",
    find: "out.data[image + k]! += sum;",
    replace: "out.data[image + k] = sum;",
    why: "A pixel under several windows gets the gradient of the last one only.",
    tests: ["tests/graph/gradients_test.ts"],
  },
  {
    file: "core/graph/primitives/binary.ts",
    find: "two(mul, two(div, two(mul, dy, y), b), constantOf(-1))",
    replace: "two(div, two(mul, dy, y), b)",
    why: "The gradient through a divisor has the wrong sign.",
    tests: ["tests/graph/gradients_test.ts"],
  },
  {
    file: "core/graph/primitives/binary.ts",
    find: "const second = two(greater, b, a);",
    replace: "const second = two(greater, a, b);",
    why: "The gradient of maximum goes to the smaller of the two.",
    tests: ["tests/graph/gradients_test.ts"],
  },
  {
    file: "core/graph/primitives/unary.ts",
    find: "over(times(dy, constantOf(0.5)), y)",
    replace: "over(dy, y)",
    why: "The gradient through batch norm's root is twice too large.",
    tests: ["tests/graph/gradients_test.ts"],
  },
  {
    file: "core/graph/primitives/unary.ts",
    find: "x > 0 ? x : Math.expm1(x)",
    replace: "x > 0 ? x : Math.exp(x)",
    why: "elu jumps at 0.",
    tests: ["tests/dsl/layers_test.ts"],
  },
  {
    file: "core/graph/primitives/softmax.ts",
    find: "top = Math.max(top, x.data[start + i]!);",
    replace: "top = 0;",
    why: "Scores above 88 turn into NaN.",
    tests: ["tests/engine/native_primitives_test.ts"],
  },
  {
    file: "core/graph/primitives/softmax.ts",
    find: "const spread = apply(mul, [apply(exp, [node], {}), total(dy)], {});",
    replace: "const spread = apply(mul, [apply(exp, [node], {}), dy], {});",
    why: "Training with a crossentropy pushes the scores of wrong classes nowhere.",
    tests: ["tests/graph/gradients_test.ts"],
  },
  {
    file: "core/graph/primitives/broadcast_index.ts",
    find: "size === 1 ? 0 : step",
    replace: "step",
    why: "A bias or a mean is added at the wrong places.",
    tests: ["tests/dsl/augment_test.ts"],
  },
  {
    file: "core/graph/primitives/sum.ts",
    find: "i < lead || (shape[i - lead] === 1 && size !== 1)",
    replace: "i < lead",
    why: "Training fails where something of one row was added to all rows.",
    tests: ["tests/graph/gradients_test.ts"],
  },
  {
    file: "core/graph/gradient.ts",
    find: "before ? apply(add, [before, part], {}) : part",
    replace: "part",
    why: "A value that is used twice, as in branches, gets the gradient of one use.",
    tests: ["tests/graph/gradients_test.ts"],
  },
  {
    file: "core/graph/ops.ts",
    find: "name: `random/${++draws}`",
    replace: "name: `random/${draws}`",
    why: "Two dropout layers drop the same places.",
    tests: ["tests/dsl/augment_test.ts"],
  },
  {
    file: "core/graph/ops.ts",
    find: "if (primitive.name === softmax.name) return",
    replace: "if (primitive.name === logSoftmax.name) return",
    why: "The loss of a prediction that is surely wrong stops at 16.1, and its gradient is 0.",
    tests: ["tests/dsl/confident_loss_test.ts"],
  },
  {
    file: "core/graph/per_example.ts",
    find: "if (numbers(axes).includes(axis)) return false;",
    replace: "",
    why:
      "A network whose examples depend on each other is trained in shares that do not know each other.",
    tests: ["tests/graph/per_example_test.ts"],
  },
];

export default mutants;

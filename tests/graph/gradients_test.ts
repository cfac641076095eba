/** Every primitive's gradient rule against finite differences, in double precision on the loops. */
import { assert, assertThrows } from "@std/assert";
import { computeByLoops } from "../../core/engine/loops.ts";
import { gradients } from "../../core/graph/gradient.ts";
import { apply, type Floats, type Node, type Primitive } from "../../core/graph/node.ts";
import { graphOps } from "../../core/graph/ops.ts";
import { conv2dImageGradient, conv2dKernelGradient } from "../../core/graph/primitives/conv2d.ts";
import { broadcast } from "../../core/graph/primitives/sum.ts";
import { constantOf, input } from "../../core/graph/primitives/leaves.ts";
import { matmul } from "../../core/graph/primitives/matmul.ts";
import { maxPoolGradient } from "../../core/graph/primitives/max_pool.ts";
import { meanPoolGradient } from "../../core/graph/primitives/mean_pool.ts";
import { logSoftmax } from "../../core/graph/primitives/softmax.ts";
import { program } from "../../core/graph/program.ts";
import { windowOn } from "../../core/graph/window.ts";
import { sizeOf } from "../../core/graph/tensor.ts";

const ops = graphOps();
const double = (length: number) => new Float64Array(length);

/** Numbers that differ from each other and from 0, where functions have kinks. */
const spread = (n: number, phase: number): Floats =>
  Float64Array.from({ length: n }, (_, i) => {
    const place = ((i * 7919 + phase * 104729) % (n * 2 + 1)) / (n * 2 + 1);
    return place * 2 - 1 + (place >= 0.5 ? 0.05 : -0.05);
  });

/** The largest difference between the rule and central differences, over all inputs. */
function disagreement(shapes: number[][], build: (...inputs: Node[]) => Node, positive = false) {
  const leaves = shapes.map((shape, i) => apply(input, [], { name: `x${i}`, shape }));
  const output = build(...leaves);
  const seedValues = spread(sizeOf(output.shape), 3);
  const seed = constantOf(Float32Array.from(seedValues), output.shape);
  const score = ops.sum(ops.mul(output, seed), output.shape.map((_, i) => i));
  const slopes = gradients(output, leaves, seed);
  const asked = program(Object.fromEntries([["score", score], ...slopes.map((g, i) => [i, g])]));
  const values = shapes.map((shape, i) => {
    const numbers = spread(sizeOf(shape), i + 1);
    return positive ? numbers.map((v) => Math.abs(v) + 0.1) : numbers;
  });
  const run = () => computeByLoops(asked, (name) => values[Number(name.slice(1))], double);
  const rules = slopes.map((node) => run().get(node)!);
  let worst = 0;
  values.forEach((numbers, which) => {
    for (let i = 0; i < numbers.length; i++) {
      const step = 1e-5;
      const at = numbers[i]!;
      const [up, down] = [at + step, at - step].map((v) => {
        numbers[i] = v;
        return run().get(score)![0]!;
      });
      numbers[i] = at;
      const slope = (up! - down!) / (2 * step);
      worst = Math.max(worst, Math.abs(slope - rules[which]![i]!));
    }
  });
  return worst;
}

const check = (
  name: string,
  shapes: number[][],
  build: (...inputs: Node[]) => Node,
  positive?: boolean,
) =>
  Deno.test(`${name} has the gradient that finite differences measure`, () => {
    const worst = disagreement(shapes, build, positive);
    assert(worst < 1e-6, `largest difference ${worst}`);
  });

const image = [2, 5, 4, 2];
const conv = { stride: [2, 1], dilation: [1, 2], padding: "same" } as const;
const window = windowOn(image, [3, 2], conv.stride, conv.dilation, conv.padding);
const attributes = { window, imageShape: image, kernelShape: [3, 2, 2, 3] };
const out = [2, ...window.output, 3];
const pool = { size: [3, 2], stride: [2, 1], padding: "same" } as const;
const poolAttributes = {
  window: windowOn(image, pool.size, pool.stride, [1, 1], pool.padding),
  imageShape: image,
};

check("conv2d", [image, [3, 2, 2, 3]], (x, w) => ops.conv2d(x!, w!, conv));
check(
  "conv2dImageGradient",
  [out, [3, 2, 2, 3]],
  (dy, w) => apply(conv2dImageGradient, [dy!, w!], attributes),
);
check(
  "conv2dKernelGradient",
  [image, out],
  (x, dy) => apply(conv2dKernelGradient, [x!, dy!], attributes),
);
check("maxPool", [image], (x) => ops.maxPool(x!, pool));
check("meanPool", [image], (x) => ops.meanPool(x!, pool));
check(
  "meanPoolGradient",
  [[2, ...poolAttributes.window.output, 2]],
  (dy) => apply(meanPoolGradient, [dy!], poolAttributes),
);
for (const [a, b] of [[false, false], [true, false], [false, true], [true, true]] as const) {
  check(
    `matmul (transposes ${a}, ${b})`,
    [a ? [4, 3] : [3, 4], b ? [2, 4] : [4, 2]],
    (x, y) => apply(matmul, [x!, y!], { transposeA: a, transposeB: b }),
  );
}
for (const name of ["add", "sub", "mul", "div", "maximum", "minimum"] as const) {
  check(name, [[2, 3], [2, 3]], (a, b) => ops[name](a!, b!), name === "div");
  check(`${name} with broadcasting`, [[2, 1, 3], [2, 1]], (a, b) => ops[name](a!, b!), true);
}
for (const name of ["exp", "log", "sqrt", "tanh", "sigmoid", "relu", "elu"] as const) {
  check(name, [[2, 5]], (x) => ops[name](x!), name === "log" || name === "sqrt");
}
check("softmax", [[3, 4]], (x) => ops.softmax(x!));
check("logSoftmax", [[3, 4]], (x) => apply(logSoftmax, [x!], {}));
check("sum", [[2, 3, 4]], (x) => ops.sum(x!, [0, 2]));
check("mean, keeping the axes", [[2, 3, 4]], (x) => ops.mean(x!, [1], true));
check("broadcast", [[3, 1]], (x) => apply(broadcast, [x!], { shape: [2, 3, 4] }));
check("reshape", [[2, 6]], (x) => ops.reshape(x!, [3, 4]));
check("transpose", [[2, 3, 4]], (x) => ops.transpose(x!, [2, 0, 1]));
check("concat", [[2, 3, 1], [2, 3, 2]], (a, b) => ops.concat([a!, b!], 2));
check("slice", [[3, 4, 5]], (x) => ops.slice(x!, [1, 0, 2], [2, 3, 2]));
check("pad", [[2, 3]], (x) => ops.pad(x!, [1, 0], [0, 2]));
check("gather, an entry picked twice", [[2, 4]], (x) => ops.gather(x!, [3, 0, 3]));
check("a value used twice", [[3]], (x) => ops.mul(ops.exp(x!), x!));

for (const [name, primitive] of [["maxPoolGradient", maxPoolGradient]] as const) {
  Deno.test(`${name} refuses to be differentiated`, () => {
    const x = apply(input, [], { name: "x0", shape: image });
    const y = ops.maxPool(x, pool);
    const dx = apply(primitive as Primitive<typeof poolAttributes>, [x, y, y], poolAttributes);
    assertThrows(() => gradients(dx, [x]), RangeError, `${name} has no gradient rule`);
  });
}

Deno.test("greater and oneHot pass no gradient on", () => {
  const x = apply(input, [], { name: "x0", shape: [2] });
  for (const flat of [ops.greater(x, constantOf(0)), ops.oneHot(x, 3)]) {
    const [slope] = gradients(flat, [x]);
    assert(slope!.primitive.name === "constant");
    assert((slope!.attributes as { data: Floats }).data.every((v) => v === 0));
  }
});

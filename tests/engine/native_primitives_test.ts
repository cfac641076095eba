/** Every primitive alone on `native` against the loops. */
import { assert, assertEquals } from "@std/assert";
import { lowerings } from "../../core/engine/native/lower/table.ts";
import { apply, type Node, type Primitive, type Shape } from "../../core/graph/node.ts";
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
import { disagreement, numbers } from "./native_compare.ts";

const ops = graphOps();
const seen = new Set<string>();
const leaf = (shape: Shape, i: number) => apply(input, [], { name: `x${i}`, shape });
const positive = (size: number, seed: number) => numbers(size, seed).map((v) => Math.abs(v) + 0.1);
/** A few different values only, so that the pixels under a window tie. */
const coarse = (size: number, seed: number) => numbers(size, seed).map((v) => Math.round(v * 2));

function check(
  name: string,
  shapes: readonly Shape[],
  build: (...x: Node[]) => Node,
  make?: (size: number, seed: number) => Float32Array,
): void {
  const output = build(...shapes.map(leaf));
  seen.add(output.primitive.name);
  Deno.test(`native computes ${name} on ${shapes.map((s) => `[${s}]`).join(", ")}`, async () => {
    const worst = await disagreement(program({ y: output }), make);
    assert(worst < 1e-4, `largest relative difference ${worst}`);
  });
}

for (const name of ["add", "sub", "mul", "div", "maximum", "minimum", "greater"] as const) {
  for (const [a, b] of [[[2, 3], [2, 3]], [[2, 1, 3], [4, 1]], [[], [3]], [[2, 3, 4, 5], [5]]]) {
    check(name, [a!, b!], (x, y) => ops[name](x!, y!), name === "div" ? positive : undefined);
  }
}
for (const name of ["exp", "log", "sqrt", "tanh", "sigmoid", "relu", "elu"] as const) {
  for (const shape of [[7], [2, 3, 4, 5], []]) {
    const make = name === "log" || name === "sqrt" ? positive : undefined;
    check(name, [shape], (x) => ops[name](x!), make);
  }
}
for (const shape of [[3, 5], [2, 2, 3, 4]]) {
  check("softmax", [shape], (x) => ops.softmax(x!));
  check("logSoftmax", [shape], (x) => apply(logSoftmax, [x!], {}));
  check("softmax of large scores", [shape], (x) => ops.softmax(ops.mul(x!, constantOf(1000))));
}
for (
  const [axes, keepDims] of [[[0], false], [[1, 2], true], [[0, 1, 2, 3], false], [
    [],
    true,
  ]] as const
) {
  check(`sum over [${axes}]`, [[2, 3, 4, 5]], (x) => ops.sum(x!, axes, keepDims));
}
for (const [a, b] of [[false, false], [true, false], [false, true], [true, true]] as const) {
  check(
    `matmul (transposes ${a}, ${b})`,
    [a ? [7, 3] : [3, 7], b ? [5, 7] : [7, 5]],
    (x, y) => apply(matmul, [x!, y!], { transposeA: a, transposeB: b }),
  );
}
check("matmul with a bias", [[3, 4], [4, 2], [2]], (x, w, b) => ops.add(ops.matmul(x!, w!), b!));
check("matmul and a number", [[3, 4], [4, 1], [1]], (x, w, b) => ops.add(b!, ops.matmul(x!, w!)));
check("broadcast", [[3, 1]], (x) => apply(broadcast, [x!], { shape: [2, 3, 4] }));
check("reshape", [[2, 6]], (x) => ops.reshape(x!, [3, 4]));
check("reshape to a number", [[1, 1]], (x) => ops.reshape(x!, []));
check("transpose", [[2, 3, 4]], (x) => ops.transpose(x!, [2, 0, 1]));
check("concat", [[2, 3, 1], [2, 3, 2]], (a, b) => ops.concat([a!, b!], 2));
check("concat", [[2, 3, 2, 1], [2, 1, 2, 1]], (a, b) => ops.concat([a!, b!], 1));
check("slice", [[3, 4, 5]], (x) => ops.slice(x!, [1, 0, 2], [2, 3, 2]));
check("pad", [[2, 3]], (x) => ops.pad(x!, [1, 0], [0, 2]));
check("gather", [[2, 4]], (x) => ops.gather(x!, [3, 0, 3]));
check("oneHot", [[6]], (x) => ops.oneHot(x!, 3), () => Float32Array.of(0, 2, 1, 5, -1, 2));
check("constant", [[2]], (x) => ops.add(x!, constantOf([1, 2, 3, 4], [2, 2])));
check("input given out as it is", [[2, 3]], (x) => x!);
check("a constant given out as it is", [[1]], () => constantOf([1, 2, 3]));

for (const stride of [[1, 1], [2, 1], [3, 2]] as const) {
  for (const dilation of [[1, 1], [2, 1], [1, 3]] as const) {
    for (const padding of ["same", "valid"] as const) {
      for (
        const [size, channels, filters] of [[[3, 3], 1, 4], [[2, 3], 5, 2], [[1, 1], 6, 3]] as const
      ) {
        const image = [3, 8, 9, channels];
        const window = windowOn(image, [size[0], size[1]], stride, dilation, padding);
        const kernelShape = [...size, channels, filters];
        const attributes = { window, imageShape: image, kernelShape };
        const out = [3, ...window.output, filters];
        const how = `${size.join("x")} stride ${stride} dilation ${dilation} ${padding}`;
        check(
          `conv2d ${how}`,
          [image, kernelShape],
          (x, w) => ops.conv2d(x!, w!, { stride, dilation, padding }),
        );
        check(
          `conv2dImageGradient ${how}`,
          [out, kernelShape],
          (dy, w) => apply(conv2dImageGradient, [dy!, w!], attributes),
        );
        check(
          `conv2dKernelGradient ${how}`,
          [image, out],
          (x, dy) => apply(conv2dKernelGradient, [x!, dy!], attributes),
        );
      }
    }
  }
}

for (
  const [size, stride] of [[[2, 2], [2, 2]], [[3, 3], [2, 2]], [[2, 3], [1, 2]], [[2, 2], [3, 3]], [
    [3, 2],
    [3, 2],
  ]] as const
) {
  for (const padding of ["same", "valid"] as const) {
    for (const image of [[2, 8, 6, 3], [2, 7, 9, 2]]) {
      const window = windowOn(image, size, stride, [1, 1], padding);
      const attributes = { window, imageShape: image };
      const out = [image[0]!, ...window.output, image[3]!];
      const pool = { size, stride, padding };
      const how = `${size.join("x")} stride ${stride} ${padding}`;
      for (const make of [numbers, coarse]) {
        check(`maxPool ${how}`, [image], (x) => ops.maxPool(x!, pool), make);
        check(
          `maxPoolGradient ${how}`,
          [image, out],
          (x, dy) => apply(maxPoolGradient, [x!, ops.maxPool(x!, pool), dy!], attributes),
          make,
        );
      }
      check(`meanPool ${how}`, [image], (x) => ops.meanPool(x!, pool));
      check(`meanPoolGradient ${how}`, [out], (dy) => apply(meanPoolGradient, [dy!], attributes));
    }
  }
}
for (const image of [[2, 5, 4, 3], [1, 20, 30, 2]]) {
  const size = [image[1]!, image[2]!] as const;
  const pool = { size, stride: size, padding: "valid" } as const;
  const window = windowOn(image, size, size, [1, 1], "valid");
  const out = [image[0]!, 1, 1, image[3]!];
  const attributes = { window, imageShape: image };
  check("global maxPool", [image], (x) => ops.maxPool(x!, pool));
  check(
    "global maxPoolGradient",
    [image, out],
    (x, dy) => apply(maxPoolGradient, [x!, ops.maxPool(x!, pool), dy!], attributes),
    coarse,
  );
  check("global meanPool", [image], (x) => ops.meanPool(x!, pool));
  check("global meanPoolGradient", [out], (dy) => apply(meanPoolGradient, [dy!], attributes));
}

Deno.test("lowerings has an entry for every primitive that these tests check", () => {
  const fed = new Set(["input", "variable", "random", "constant", "reshape"]);
  const unchecked = Object.keys(lowerings).filter((name) => !seen.has(name) && !fed.has(name));
  assertEquals(unchecked, []);
});

Deno.test("nativeEngine() names the primitive that it lacks", async () => {
  const { compileProgram } = await import("../../core/engine/native/compile.ts");
  const { assertThrows } = await import("@std/assert");
  const strange: Primitive<Record<never, never>> = {
    name: "fourier",
    shape: ([x]) => x!,
    compute() {},
  };
  const y = apply(strange, [leaf([2], 0)], {});
  assertThrows(
    () => compileProgram(program({ y })),
    RangeError,
    "The engine native lacks the primitive fourier.",
  );
});

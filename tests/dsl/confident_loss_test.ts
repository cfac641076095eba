import {
  categoricalCrossentropy,
  type Loss,
  rule,
  sparseCategoricalCrossentropy,
} from "../../dsl/mod.ts";
import { loopsEngine } from "../../core/engine/loops.ts";
import { gradients } from "../../core/graph/gradient.ts";
import { apply, type Node } from "../../core/graph/node.ts";
import { graphOps } from "../../core/graph/ops.ts";
import { constantOf, input as given } from "../../core/graph/primitives/leaves.ts";
import { program } from "../../core/graph/program.ts";
import { assertNear } from "./near.ts";

const losses: readonly (readonly [Loss, readonly number[]])[] = [
  [sparseCategoricalCrossentropy(), [0]],
  [categoricalCrossentropy(), [1, 0]],
];
for (const [loss, target] of losses) {
  Deno.test(`${loss.kind}() of a softmax that is surely wrong grows with its scores, and can be learned from`, async () => {
    const ops = graphOps();
    const scores = apply(given, [], { name: "scores", shape: [1, 2] });
    const targets = constantOf(target, target.length === 1 ? [1] : [1, 2]);
    const y = loss[rule].perExample(ops, ops.softmax(scores), targets) as Node;
    const [slope] = gradients(y, [scores]);
    const engine = loopsEngine();
    const executable = await engine.compile(program({ y, slope: slope! }));
    // −log softmax(0, 100)[0] is 100 + log(1 + e⁻¹⁰⁰); its gradient is softmax minus one-hot.
    const found = await executable.run({ scores: Float32Array.of(0, 100) }, engine.store({}));
    assertNear([...found["y"]!], [100]);
    assertNear([...found["slope"]!], [-1, 1]);
  });
}

/** `native` with frozen variables: it notices when they change, and says what is wrong. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { loopsEngine } from "../../core/engine/loops.ts";
import { compileProgram } from "../../core/engine/native/compile.ts";
import { apply } from "../../core/graph/node.ts";
import { graphOps } from "../../core/graph/ops.ts";
import { input, variable } from "../../core/graph/primitives/leaves.ts";
import { program } from "../../core/graph/program.ts";
import { native, numbers } from "./native_compare.ts";

const ops = graphOps();
const x = apply(input, [], { name: "x", shape: [2] });
const w = apply(variable, [], { name: "w", shape: [2] });
const product = program({ y: ops.mul(x, w) });
const feeds = { x: Float32Array.of(1, 10) };
const frozen = async () => await (await native()).compile(product, { frozen: true });

Deno.test("FrozenExecutable computes with the variables of now, after writes, updates and other stores", async () => {
  const engine = await native();
  const executable = await frozen();
  const [store, other] = [
    engine.store({ w: Float32Array.of(1, 2) }),
    engine.store({ w: Float32Array.of(7, 8) }),
  ];
  const y = async (of = store) => [...(await executable.run(feeds, of))["y"]!];
  assertEquals([await y(), await y()], [[1, 20], [1, 20]]);
  store.write("w", Float32Array.of(3, 4));
  assertEquals(await y(), [3, 40]);
  const step = await engine.compile(program({}, { w: ops.add(w, w) }), { frozen: true });
  await step.run({}, store);
  assertEquals(await y(), [6, 80]);
  assertEquals([await y(other), await y()], [[7, 80], [6, 80]]);
  step.close();
  executable.close();
});

Deno.test("FrozenExecutable prepares once for runs with the same variables", async () => {
  const engine = await native();
  const executable = await frozen();
  const store = engine.store({ w: Float32Array.of(1, 2), other: Float32Array.of(0) });
  let prepared = 0;
  const current = (names: readonly string[]) => {
    prepared++;
    return Object.getPrototypeOf(store).current.call(store, names);
  };
  Object.assign(store, { current });
  for (let i = 0; i < 3; i++) await executable.run(feeds, store);
  assertEquals(prepared, 1);
  store.write("w", Float32Array.of(1, 3));
  prepared = 0; // Writing looks at the old numbers, too.
  await Promise.all([executable.run(feeds, store), executable.run(feeds, store)]);
  assertEquals(prepared, 1);
  executable.close();
});

Deno.test("FrozenExecutable runs calls in their order, and closes after the last", async () => {
  const executable = await frozen();
  const engine = await native();
  const stores = [1, 2, 3].map((n) => engine.store({ w: Float32Array.of(n, n) }));
  const runs = stores.map((store) => executable.run(feeds, store));
  executable.close();
  const results = (await Promise.all(runs)).map(({ y }) => y![0]);
  assertEquals(results, [1, 2, 3]);
});

Deno.test("FrozenExecutable says what is missing, and goes on afterwards", async () => {
  const engine = await native();
  const executable = await frozen();
  const store = engine.store({});
  await assertRejects(() => executable.run(feeds, store), RangeError, "no variable w");
  await assertRejects(
    () => executable.run(feeds, engine.store({ w: new Float32Array(3) })),
    RangeError,
    "w needs 2 numbers, found 3.",
  );
  await assertRejects(() => executable.run(feeds, loopsEngine().store({})), TypeError, "another");
  store.write("w", Float32Array.of(1, 1));
  await assertRejects(() => executable.run({}, store), RangeError, "x needs 2 numbers");
  assertEquals([...(await executable.run(feeds, store))["y"]!], [1, 10]);
  executable.close();
});

Deno.test("channelsFirstLowerings move an image once on its way in and once on its way out", () => {
  const image = apply(input, [], { name: "x", shape: [2, 8, 8, 3] });
  const [kernel, gamma, mean, second] = [[3, 3, 3, 4], [4], [4], [1, 1, 4, 5]].map((shape, i) =>
    apply(variable, [], { name: `v${i}`, shape })
  );
  const convolved = ops.conv2d(image, kernel!, { padding: "same" });
  const scaled = ops.relu(ops.mul(ops.sub(convolved, mean!), gamma!));
  const pooled = ops.maxPool(scaled, { size: [2, 2], stride: [2, 2], padding: "valid" });
  const joined = ops.concat([pooled, ops.conv2d(pooled, second!, { padding: "same" })], 3);
  const { model } = compileProgram(program({ y: joined }), {
    constants: ({ shape }) => numbers(shape.reduce((size, n) => size * n, 1), 1),
  });
  const text = new TextDecoder("latin1").decode(model);
  const count = (type: string) =>
    text.split(`\x22${String.fromCharCode(type.length)}${type}`).length - 1;
  // Two transpositions of the image, and one of each kernel.
  assertEquals([count("Conv"), count("Transpose"), count("Gather")], [2, 4, 0]);
  assert(count("Sub") === 0, "a difference cannot be folded into a convolution");
});

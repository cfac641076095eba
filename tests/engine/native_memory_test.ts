/** The memory of `native`: arrays of a caller stay whole, and the library's copies are freed. */
import { assert, assertEquals } from "@std/assert";
import { freeCopies } from "../../core/engine/native/runtime.ts";
import { apply } from "../../core/graph/node.ts";
import { graphOps } from "../../core/graph/ops.ts";
import { input, variable } from "../../core/graph/primitives/leaves.ts";
import { program } from "../../core/graph/program.ts";
import { native } from "./native_compare.ts";

const ops = graphOps();

Deno.test("native detaches no array that a caller holds", async () => {
  const engine = await native();
  const x = apply(input, [], { name: "x", shape: [4] });
  const w = apply(variable, [], { name: "w", shape: [4] });
  const y = ops.add(x, w);
  // An output that is computed, the same under a second name, a feed, a variable, and an update.
  const executable = await engine.compile(program({ y, again: y, x, w }, { w: y }));
  const initial = Float32Array.of(10, 20, 30, 40);
  const store = engine.store({ w: initial });
  const fed = Float32Array.of(1, 2, 3, 4);
  const first = await executable.run({ x: fed }, store);
  const read = await store.read("w");
  const second = await executable.run({ x: fed }, store);
  await executable.run({ x: fed }, store);
  assertEquals(first, {
    y: Float32Array.of(11, 22, 33, 44),
    again: Float32Array.of(11, 22, 33, 44),
    x: Float32Array.of(1, 2, 3, 4),
    w: Float32Array.of(10, 20, 30, 40),
  });
  assertEquals(second["y"], Float32Array.of(12, 24, 36, 48));
  assertEquals(read, Float32Array.of(11, 22, 33, 44));
  assertEquals(await store.read("w"), Float32Array.of(13, 26, 39, 52));
  assertEquals([...fed, ...initial], [1, 2, 3, 4, 10, 20, 30, 40]);
  executable.close();
  store.close();
});

Deno.test("native leaves no copy of a result to the garbage collector", async () => {
  const engine = await native();
  const size = 2 ** 22;
  const w = apply(variable, [], { name: "w", shape: [size] });
  const executable = await engine.compile(program({}, { w: ops.add(w, w) }));
  const store = engine.store({ w: new Float32Array(size) });
  await executable.run({}, store);
  const before = Deno.memoryUsage().external;
  await executable.run({}, store);
  const more = Deno.memoryUsage().external - before;
  assert(more < 4 * size / 2, `${more} bytes more after a run that returns nothing`);
  executable.close();
  store.close();
});

Deno.test("freeCopies() frees what a run returned, but not the memory of its fetches", () => {
  const fetched = { y: { data: Float32Array.of(1, 2) }, z: { data: Float32Array.of(3, 4) } };
  const copy = { data: Float32Array.of(1, 2) };
  // A later version of the library may return a fetch itself, or another view of its memory.
  freeCopies({ y: copy, z: { data: fetched.z.data.subarray(1) } }, fetched);
  assertEquals(copy.data.length, 0);
  assertEquals([...fetched.y.data, ...fetched.z.data], [1, 2, 3, 4]);
});

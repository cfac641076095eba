/** An engine whose device is lost at the third run, and the loops that take its place. */
import { assertEquals, assertRejects } from "@std/assert";
import type { Engine } from "../../core/engine/engine.ts";
import { loopsEngine } from "../../core/engine/loops.ts";
import { recovering } from "../../core/engine/recovering.ts";
import { apply } from "../../core/graph/node.ts";
import { graphOps } from "../../core/graph/ops.ts";
import { input, variable } from "../../core/graph/primitives/leaves.ts";
import { program } from "../../core/graph/program.ts";

class Lost extends Error {}

/** The loops up to run number `last`, after which everything fails. */
function frail(last: number): Engine {
  const loops = loopsEngine();
  let runs = 0;
  const check = () => {
    if (runs > last) throw new Lost("gone");
  };
  return {
    ...loops,
    name: "frail",
    store: loops.store,
    compile: async (asked) => {
      const executable = await loops.compile(asked);
      return {
        close: executable.close,
        async run(feeds, store) {
          runs++;
          check();
          return await executable.run(feeds, store);
        },
      };
    },
  };
}

/** w ← w + x, and y = the new w. */
function counting() {
  const w = apply(variable, [], { name: "w", shape: [1] });
  const sum = graphOps().add(w, apply(input, [], { name: "x", shape: [1] }));
  return program({ y: sum }, { w: sum });
}

const recovery = (lines: string[], checkpointMs: number) => ({
  isLost: (error: unknown) => error instanceof Lost,
  replacement: () => Promise.resolve(loopsEngine()),
  tell: (line: string) => lines.push(line),
  checkpointMs,
});

for (
  const { title, checkpointMs, expected } of [
    { title: "its last copy", checkpointMs: 0, expected: [1, 2, 3, 4] },
    { title: "the start where nothing was copied yet", checkpointMs: 1e6, expected: [1, 2, 1, 2] },
  ]
) {
  Deno.test(`recovering() goes on from ${title} when the device is lost`, async () => {
    const lines: string[] = [];
    const engine = recovering(frail(2), recovery(lines, checkpointMs));
    const store = engine.store({ w: new Float32Array(1) });
    const executable = await engine.compile(counting());
    assertEquals(engine.name, "frail");
    const found: number[] = [];
    for (let i = 0; i < 4; i++) {
      const { y } = await executable.run({ x: Float32Array.of(1) }, store);
      found.push(y![0]!);
    }
    assertEquals(found, expected);
    assertEquals(await store.read("w"), Float32Array.of(expected.at(-1)!));
    assertEquals(engine.name, "loops");
    assertEquals(lines, [
      `Continuing on the engine loops, with weights at most ${checkpointMs / 1000} seconds old: ` +
      "the device of frail was lost.",
    ]);
    executable.close();
    store.close();
  });
}

Deno.test("recovering() lets every other error pass", async () => {
  const engine = recovering(frail(9), recovery([], 0));
  const store = engine.store({});
  const executable = await engine.compile(counting());
  await assertRejects(() => executable.run({ x: Float32Array.of(1) }, store), RangeError);
  assertEquals(engine.name, "frail");
});

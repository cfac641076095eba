/** Keras's layers of tests/golden/words.json, forward and gradients, on every engine. */
import { assert, assertEquals } from "@std/assert";
import { vjp } from "../../core/model/vjp.ts";
import { openEngine } from "../../core/engine/open.ts";
import type { Tensor } from "../../core/graph/tensor.ts";
import { fromJSON } from "../../dsl/mod.ts";
import { relativeError } from "../engine/against_loops.ts";

interface Stored {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

interface Case {
  readonly name: string;
  readonly steps: readonly Readonly<Record<string, unknown>>[];
  readonly x: Stored;
  readonly y: Stored;
  readonly dy: Stored;
  readonly dx: Stored;
  readonly weights: Readonly<Record<string, Stored>>;
  readonly dweights: Readonly<Record<string, Stored>>;
}

const { cases }: { cases: Case[] } = JSON.parse(
  await Deno.readTextFile(new URL("../golden/words.json", import.meta.url)),
);
const tensor = ({ shape, data }: Stored): Tensor => ({ shape, data: Float32Array.from(data) });

/** The case's steps behind a source, through JSON and back. */
const pipelineOf = ({ steps, x }: Case) =>
  fromJSON(JSON.parse(JSON.stringify(fromJSON({
    convlab: 1,
    steps: [{ step: "input", shape: x.shape.slice(1) }, ...steps],
  }))));

Deno.test("words.json holds 45 cases", () => assertEquals(cases.length, 45));

for (const name of ["loops", "cpu", "wasm", "native"]) {
  const engine = await openEngine(name);
  for (const golden of cases) {
    Deno.test(`${name} gives Keras's ${golden.name}, forward and gradients`, async () => {
      const weights = Object.fromEntries(
        Object.entries(golden.weights).map(([path, value]) => [path, tensor(value)]),
      );
      const { y, dx, dweights } = await vjp(
        pipelineOf(golden),
        engine,
        weights,
        tensor(golden.x),
        tensor(golden.dy),
      );
      assertEquals([...y.shape], [...golden.y.shape]);
      const errors = {
        y: relativeError(y.data, golden.y.data),
        dx: relativeError(dx!.data, golden.dx.data),
        ...Object.fromEntries(
          Object.entries(golden.dweights).map(([path, { data }]) =>
            [path, relativeError(dweights![path]!.data, data)] as const
          ),
        ),
      };
      for (const [what, error] of Object.entries(errors)) {
        assert(error <= 1e-4, `${what} is off by ${error} (relative)`);
      }
    });
  }
}

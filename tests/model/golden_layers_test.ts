/** Keras's layers, forward and gradients, on every engine (tests/golden/layers.json describes how they were made). */
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
  readonly op: string;
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly x: Stored;
  readonly y: Stored;
  readonly dy: Stored;
  readonly dx: Stored;
  readonly weights: Readonly<Record<string, Stored>>;
  /** Missing for batch norm. */
  readonly dweights?: Readonly<Record<string, Stored>>;
}

const { cases }: { cases: Case[] } = JSON.parse(
  await Deno.readTextFile(new URL("../golden/layers.json", import.meta.url)),
);
const tensor = ({ shape, data }: Stored): Tensor => ({ shape, data: Float32Array.from(data) });

/** The case's layer as the language's JSON, in which names are Keras's. */
const layer = ({ op, attrs, x }: Case) =>
  fromJSON({
    convlab: 1,
    steps: [{ step: "input", shape: x.shape.slice(1) }, { step: op, ...attrs }],
  });

Deno.test("layers.json holds 45 cases", () => assertEquals(cases.length, 45));

for (const name of ["loops", "cpu", "wasm", "simd", "native"]) {
  const engine = await openEngine(name);
  for (const golden of cases) {
    Deno.test(`${name} gives Keras's ${golden.name}, forward and gradients`, async () => {
      const steps = layer(golden);
      const named = (of: Case["weights"]) =>
        Object.fromEntries(
          Object.entries(of).map(([key, value]) => [`${golden.op}1/${key}`, tensor(value)]),
        );
      const { y, dx, dweights } = await vjp(
        steps,
        engine,
        named(golden.weights),
        tensor(golden.x),
        tensor(golden.dy),
      );
      assertEquals([...y.shape], [...golden.y.shape]);
      const errors = {
        y: relativeError(y.data, golden.y.data),
        dx: relativeError(dx!.data, golden.dx.data),
        ...Object.fromEntries(
          Object.entries(golden.dweights ?? {}).map(([key, { data }]) =>
            [key, relativeError(dweights![`${golden.op}1/${key}`]!.data, data)] as const
          ),
        ),
      };
      for (const [what, error] of Object.entries(errors)) {
        assert(error <= 1e-4, `${what} is off by ${error} (relative)`);
      }
    });
  }
}

/** The page's engine: it computes pipelines with our own WebAssembly routines, or with plain loops. */
import type { Steps } from "../../../../dsl/pipeline.ts";
import type { Engine } from "../../../engine/engine.ts";
import { loopsEngine } from "../../../engine/loops.ts";
import { simdEngine } from "../../../engine/simd/engine/engine.ts";
import type { Node } from "../../../graph/node.ts";
import { program } from "../../../graph/program.ts";
import { build } from "../../../model/build.ts";

/** An array with its shape; the batch axis is left out. */
export interface Values {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A pipeline that is ready to compute one example at a time. */
export interface Network {
  /** The names of the steps that compute, in order. */
  readonly names: readonly string[];
  /** The shape of a step's output, by its name. */
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  /** Computes the outputs of all asked-for steps, by name. */
  run(x: Float32Array): Promise<ReadonlyMap<string, Values>>;
  close(): void;
}

/** The engine that all figures of a page share. */
export interface PageEngine {
  /** "simd", or "loops" where the page may not use WebAssembly. */
  readonly name: string;
  /**
   * Prepares a pipeline that begins with `input`.
   *
   * @param weights All weights by path.
   * @param wanted The steps whose outputs to give; by default only the last one's, as "output".
   */
  open(
    pipeline: Steps,
    weights?: Readonly<Record<string, Float32Array>>,
    wanted?: "output" | "every step",
  ): Promise<Network>;
}

/** Opens the page's engine. */
export function pageEngine(): PageEngine {
  const engine: Engine = simdEngine() ?? loopsEngine();
  return {
    name: engine.name,
    async open(pipeline, weights = {}, wanted = "output") {
      const { output, values } = build(pipeline, 1);
      const nodes: Readonly<Record<string, Node>> = wanted === "output"
        ? { output }
        : Object.fromEntries(values);
      const executable = await engine.compile(program(nodes));
      const store = engine.store(weights);
      const shapes = new Map(
        Object.entries(nodes).map(([name, { shape }]) => [name, shape.slice(1)]),
      );
      return {
        names: [...shapes.keys()],
        shapes,
        async run(x) {
          const outputs = await executable.run({ x }, store);
          return new Map(
            [...shapes].map(([name, shape]) => [name, { shape, data: outputs[name]! }]),
          );
        },
        close() {
          executable.close();
          store.close();
        },
      };
    },
  };
}

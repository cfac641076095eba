/**
 * A pipeline with its weights on an engine: predicts, gives activations, encodes weights. It needs no
 * files, so that it also runs in the page of a report.
 */
import { type Steps, weightsOf } from "../../dsl/pipeline.ts";
import type { TensorSpec } from "../../dsl/step.ts";
import { build, type Built } from "./build.ts";
import { drawFeeds } from "./draws.ts";
import type { CompileOptions, Engine, Executable, Store } from "../engine/engine.ts";
import { requireBatch, requireTensor } from "../graph/border.ts";
import { requireMemory } from "../base/require_memory.ts";
import { programMemory } from "../graph/memory.ts";
import { type Program, program } from "../graph/program.ts";
import { type Random, seededRandom } from "../base/random.ts";
import { encodeSafetensors } from "../weights/safetensors.ts";
import { sizeOf, type Tensor } from "../graph/tensor.ts";
import type { Weights } from "../weights/initial_weights.ts";
import { requireWeights } from "../weights/require_weights.ts";

/** Examples per call of the engine: enough to be fast, few enough for memory. */
const CHUNK = 64;

/** A pipeline with weights on an engine. Call `close` to free the engine's memory. */
export class Network {
  /** The steps that it computes. */
  readonly pipeline: Steps;
  /** The engine that computes. */
  readonly engine: Engine;
  /** The weights, stored by the engine. */
  readonly store: Store;
  /** What the pipeline's source gives, where only the data determines it. */
  readonly source: TensorSpec | undefined;
  readonly #draws: Random;
  #input: readonly number[] | undefined;
  readonly #compiled = new Map<string, { program: Program; executable: Promise<Executable> }>();

  /**
   * Copies `weights` to the engine.
   *
   * @param weights All weights of the pipeline, by path.
   * @param source What the pipeline's source gives, where only the data determines it.
   * @param draws Random numbers for steps that draw in prediction, too (`noise` with `always`).
   * @throws {UserError} If a weight is missing, has another shape, or is not finite.
   */
  constructor(
    pipeline: Steps,
    engine: Engine,
    weights: Weights,
    source?: TensorSpec,
    draws: Random = seededRandom(0).fork("draws"),
  ) {
    this.pipeline = pipeline;
    this.engine = engine;
    this.source = source;
    this.#draws = draws;
    requireWeights("use the weights", pipeline, weights, source);
    this.store = engine.store(
      Object.fromEntries(Object.entries(weights).map(([path, { data }]) => [path, data])),
    );
  }

  /** Builds the pipeline's graph for `batch` examples. */
  build(batch: number, training = false): Built {
    return build(this.pipeline, batch, { training, source: this.source });
  }

  /**
   * Computes the output of the last step, in chunks of 64 examples.
   *
   * @param x [count, …]: any number of examples of the pipeline's input shape.
   * @param options What the caller knows of the calls to come.
   * @returns [count, …], of the pipeline's output shape.
   * @throws {UserError} If x has another shape or no example, or if a number of it is not finite.
   */
  async predict(x: Tensor, options: CompileOptions = {}): Promise<Tensor> {
    return (await this.#stream(x, "", ({ output }) => ({ output }), options))["output"]!;
  }

  /**
   * Computes the output of the last step for one example; x and the result have no batch axis.
   *
   * @throws {UserError} If x has another shape than the pipeline's input, or is not finite.
   */
  async predictOne(x: Tensor): Promise<Tensor> {
    requireTensor("predict", "x", x, this.#inputShape());
    const { shape, data } = await this.predict({ shape: [1, ...x.shape], data: x.data });
    return { shape: shape.slice(1), data };
  }

  /**
   * Computes the outputs of steps, such as feature maps.
   *
   * @param x [count, …]: any number of examples.
   * @param names The steps; all if omitted.
   * @returns The outputs, [count, …] each, by the step's name.
   * @throws {UserError} If x has another shape or no example, or if a number of it is not finite.
   * @throws {RangeError} If no step has one of the names.
   */
  activations(x: Tensor, names?: readonly string[]): Promise<Record<string, Tensor>> {
    return this.#stream(
      x,
      `at ${names?.join() ?? "all"}`,
      ({ values }) =>
        Object.fromEntries((names ?? [...values.keys()]).map((name) => {
          const node = values.get(name);
          if (!node) {
            const known = [...values.keys()].join(", ");
            throw new RangeError(`Expected the name of a step (${known}), found ${name}.`);
          }
          return [name, node];
        })),
    );
  }

  /** Copies all weights from the engine, by path. */
  async weights(): Promise<Record<string, Tensor>> {
    const all: Record<string, Tensor> = {};
    for (const { path, shape } of weightsOf(this.pipeline, this.source)) {
      all[path] = { shape, data: await this.store.read(path) };
    }
    return all;
  }

  /** Encodes the weights as the bytes of a safetensors file. */
  async encode(): Promise<Uint8Array<ArrayBuffer>> {
    return encodeSafetensors(await this.weights());
  }

  /** Frees the engine's memory. */
  async close(): Promise<void> {
    for (const { executable } of this.#compiled.values()) (await executable).close();
    this.#compiled.clear();
    this.store.close();
  }

  /** Runs a program on chunk after chunk and joins the results. */
  async #stream(
    x: Tensor,
    kind: string,
    pick: (built: Built) => Record<string, Built["output"]>,
    options: CompileOptions = {},
  ): Promise<Record<string, Tensor>> {
    requireBatch(kind === "" ? "predict" : "compute activations", "x", x, this.#inputShape());
    const [count = 0, ...shape] = x.shape;
    const row = sizeOf(shape);
    const joined: Record<string, Tensor> = {};
    for (let at = 0; at < count; at += CHUNK) {
      const batch = Math.min(CHUNK, count - at);
      // The graph is built only for the first chunk of each size.
      const { program, executable } = this.#compile(
        `${kind} ${batch}${options.frozen ? " frozen" : ""}`,
        () => pick(this.build(batch)),
        options,
      );
      const feed = x.data.subarray(at * row, (at + batch) * row);
      const feeds = { x: feed, ...drawFeeds(program, this.#draws) };
      const results = await (await executable).run(feeds, this.store);
      for (const [name, node] of program.outputs) {
        const size = sizeOf(node.shape) / batch;
        joined[name] ??= {
          shape: [count, ...node.shape.slice(1)],
          data: new Float32Array(count * size),
        };
        joined[name].data.set(results[name]!, at * size);
      }
    }
    return joined;
  }

  /** The shape of one example, as the first step that computes takes it. */
  #inputShape(): readonly number[] {
    return this.#input ??= this.build(1).input.shape.slice(1);
  }

  #compile(
    key: string,
    outputs: () => Record<string, Built["output"]>,
    options: CompileOptions,
  ) {
    const known = this.#compiled.get(key);
    if (known) return known;
    const made = program(outputs());
    requireMemory("compute with the pipeline", programMemory(made));
    const compiled = { program: made, executable: this.engine.compile(made, options) };
    this.#compiled.set(key, compiled);
    return compiled;
  }
}

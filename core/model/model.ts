/** A pipeline with weights on an engine: predicts, shows what is inside, saves and loads. */
import { type Steps, weightsOf } from "../../dsl/pipeline.ts";
import type { TensorSpec } from "../../dsl/step.ts";
import { build, type Built } from "./build.ts";
import { drawFeeds } from "./draws.ts";
import type { Engine, Executable, Store } from "../engine/engine.ts";
import { writeFileAtomic } from "../base/files.ts";
import { type Program, program } from "../graph/program.ts";
import { type Random, seededRandom } from "../base/random.ts";
import { decodeSafetensors, encodeSafetensors } from "../weights/safetensors.ts";
import { sizeOf, type Tensor } from "../graph/tensor.ts";
import type { Weights } from "../weights/initial_weights.ts";
import { matchSaved } from "../weights/match_saved.ts";

/** Examples a time where nothing else is said: large enough to be fast, small enough for memory. */
const CHUNK = 64;

/** A pipeline that can compute. */
export class Model {
  readonly pipeline: Steps;
  readonly engine: Engine;
  /** The weights, where the engine keeps them. */
  readonly store: Store;
  /** What comes out of the source, where only the data tells. */
  readonly source: TensorSpec | undefined;
  readonly #draws: Random;
  readonly #compiled = new Map<string, { program: Program; executable: Promise<Executable> }>();

  /** Puts `weights` on the engine. `draws` gives what is random in use too (`noise`). */
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
    this.store = engine.store(
      Object.fromEntries(Object.entries(weights).map(([path, { data }]) => [path, data])),
    );
  }

  /** The graph for a batch of that size. */
  build(batch: number, training = false): Built {
    return build(this.pipeline, batch, { training, source: this.source });
  }

  /** What the last step gives for x [batch, …]: any number of examples, a chunk a time. */
  async predict(x: Tensor): Promise<Tensor> {
    return (await this.#stream(x, "", ({ output }) => ({ output })))["output"]!;
  }

  /** What the last step gives for one example. */
  async predictOne(x: Tensor): Promise<Tensor> {
    const { shape, data } = await this.predict({ shape: [1, ...x.shape], data: x.data });
    return { shape: shape.slice(1), data };
  }

  /**
   * What the named steps give for x, all of them if no names are given: feature maps by step name.
   * Throws a RangeError for a name that no step has.
   */
  activations(x: Tensor, names?: readonly string[]): Promise<Record<string, Tensor>> {
    return this.#stream(
      x,
      `at ${names?.join() ?? "all"}`,
      ({ values }) =>
        Object.fromEntries((names ?? [...values.keys()]).map((name) => {
          const node = values.get(name);
          if (!node) {
            throw new RangeError(`No step is called ${name}: ${[...values.keys()].join(", ")}.`);
          }
          return [name, node];
        })),
    );
  }

  /** All weights, copied out. */
  async weights(): Promise<Record<string, Tensor>> {
    const all: Record<string, Tensor> = {};
    for (const { path, shape } of weightsOf(this.pipeline, this.source)) {
      all[path] = { shape, data: await this.store.read(path) };
    }
    return all;
  }

  /** The weights as a safetensors file's bytes. */
  async encode(): Promise<Uint8Array<ArrayBuffer>> {
    return encodeSafetensors(await this.weights());
  }

  /** Writes the weights as safetensors. */
  async save(path: string): Promise<void> {
    await writeFileAtomic(path, await this.encode());
  }

  /** Replaces the weights by those of a safetensors file. Throws a UserError if they don't fit. */
  async load(path: string): Promise<void> {
    const { tensors } = decodeSafetensors(await Deno.readFile(path), path);
    const fitting = matchSaved(this.pipeline, tensors, path, this.source);
    for (const [name, { data }] of Object.entries(fitting)) this.store.write(name, data);
  }

  /** Frees the engine's memory. */
  async close(): Promise<void> {
    for (const { executable } of this.#compiled.values()) (await executable).close();
    this.#compiled.clear();
    this.store.close();
  }

  /** Runs chunk after chunk through one output program and joins what comes out. */
  async #stream(
    x: Tensor,
    kind: string,
    pick: (built: Built) => Record<string, Built["output"]>,
  ): Promise<Record<string, Tensor>> {
    const [count = 0, ...shape] = x.shape;
    const row = sizeOf(shape);
    const joined: Record<string, Tensor> = {};
    for (let at = 0; at < count; at += CHUNK) {
      const batch = Math.min(CHUNK, count - at);
      // The graph is built for the first chunk of each size only.
      const { program, executable } = this.#compile(
        `${kind} ${batch}`,
        () => pick(this.build(batch)),
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

  #compile(key: string, outputs: () => Record<string, Built["output"]>) {
    const known = this.#compiled.get(key);
    if (known) return known;
    const made = program(outputs());
    const compiled = { program: made, executable: this.engine.compile(made) };
    this.#compiled.set(key, compiled);
    return compiled;
  }
}

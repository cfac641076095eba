/** What training and evaluation share: the mean loss of a batch, and one program per batch size. */
import { type Loss, rule } from "../../dsl/step.ts";
import type { Executable } from "../engine/engine.ts";
import { apply, type Node } from "../graph/node.ts";
import { input } from "../graph/primitives/leaves.ts";
import { requireMemory } from "../base/require_memory.ts";
import { programMemory } from "../graph/memory.ts";
import type { Program } from "../graph/program.ts";
import type { Random } from "../base/random.ts";
import type { Built } from "../model/build.ts";
import { drawFeeds } from "../model/draws.ts";
import type { Network } from "../model/network.ts";

/** The result of one batch. */
export interface BatchResult {
  /** The mean loss of the batch's examples; in training, before the update. */
  readonly loss: number;
  /** How many of the batch's examples the model predicts correctly. */
  readonly correct: number;
}

/**
 * Builds the graph of a model on `batch` examples, with the loss of each and their mean. The targets are the input
 * named `y`, of the shape that the loss expects.
 *
 * @param training Whether dropout and batch norm work as in training; otherwise as in inference.
 */
export function lossGraph(
  model: Network,
  loss: Loss,
  batch: number,
  training: boolean,
): Built & { readonly loss: Node; readonly perExample: Node } {
  const built = model.build(batch, training);
  const { ops, output } = built;
  const shape = [batch, ...loss[rule].target(output.shape.slice(1))];
  const targets = apply(input, [], { name: "y", shape });
  const perExample = loss[rule].perExample(ops, output, targets) as Node;
  return { ...built, perExample, loss: ops.mean(perExample, [0]) };
}

/**
 * Runs a program on batches. It compiles the program once per batch size, because the last batch of
 * an epoch may be smaller than the others.
 */
export class BatchPrograms {
  readonly #model: Network;
  readonly #loss: Loss;
  #random: Random;
  readonly #make: (batch: number) => Program;
  readonly #compileProgram: (program: Program, batch: number) => Promise<Executable>;
  readonly #compiled = new Map<number, { program: Program; executable: Promise<Executable> }>();

  /**
   * @param random Draws what the program asks for, such as dropout's masks.
   * @param make Makes the program for a batch size; its outputs are `loss` and `predictions`.
   * @param compile Compiles it; by default as one program on the model's engine.
   */
  constructor(
    model: Network,
    loss: Loss,
    random: Random,
    make: (batch: number) => Program,
    compile = (program: Program, _batch: number) => model.engine.compile(program),
  ) {
    this.#compileProgram = compile;
    this.#model = model;
    this.#loss = loss;
    this.#random = random;
    this.#make = make;
  }

  /** Draws from `random` from now on. */
  drawFrom(random: Random): void {
    this.#random = random;
  }

  /**
   * Runs the program on one batch.
   *
   * @param feeds The inputs `x` [batch, …] and `y` [batch, …], and what else the program takes.
   */
  async run(feeds: Readonly<Record<string, Float32Array>>, batch: number): Promise<BatchResult> {
    const { program, executable } = this.#compile(batch);
    const { loss, predictions } = await (await executable).run(
      { ...feeds, ...drawFeeds(program, this.#random) },
      this.#model.store,
    );
    const targets = feeds["y"]!;
    const [size, targetSize] = [predictions!.length / batch, targets.length / batch];
    const { correct } = this.#loss[rule];
    let count = 0;
    for (let i = 0; i < batch; i++) {
      const prediction = predictions!.subarray(i * size, (i + 1) * size);
      if (correct(prediction, targets.subarray(i * targetSize, (i + 1) * targetSize))) count++;
    }
    return { loss: loss![0]!, correct: count };
  }

  /** Frees the compiled programs; the model stays. */
  async close(): Promise<void> {
    for (const { executable } of this.#compiled.values()) (await executable).close();
    this.#compiled.clear();
  }

  #compile(batch: number) {
    const known = this.#compiled.get(batch);
    if (known) return known;
    const program = this.#make(batch);
    requireMemory(`compute with batches of ${batch}`, programMemory(program));
    const compiled = { program, executable: this.#compileProgram(program, batch) };
    this.#compiled.set(batch, compiled);
    return compiled;
  }
}

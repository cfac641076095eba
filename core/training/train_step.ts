/** One step of training as one compiled program: forward, loss, gradients and the optimiser's update. */
import { rule, type Training } from "../../dsl/step.ts";
import type { Random } from "../base/random.ts";
import { gradients } from "../graph/gradient.ts";
import { apply, type Node } from "../graph/node.ts";
import { variable } from "../graph/primitives/leaves.ts";
import { requireMemory } from "../base/require_memory.ts";
import { weightMemory } from "../graph/memory.ts";
import { type Program, program } from "../graph/program.ts";
import { sizeOf } from "../graph/tensor.ts";
import type { Executable } from "../engine/engine.ts";
import type { Network } from "../model/network.ts";
import { gradientName, type TrainingStep, type WeightUpdate } from "../engine/step.ts";
import { BatchPrograms, type BatchResult, lossGraph } from "./batch_programs.ts";
import { scalarInputs, slotName, weightUpdate } from "./weight_update.ts";

/** Updates a model's weights batch by batch, and counts the updates. */
export class TrainStep {
  readonly #model: Network;
  readonly #training: Training;
  readonly #stepsPerEpoch: number;
  readonly #programs: BatchPrograms;
  /** The paths of the weights that a step changes. */
  readonly #changing: readonly string[];
  /** The names of the optimiser's moving averages. */
  readonly #slots: readonly string[];
  readonly #weightUpdate: WeightUpdate;
  #updates = 0;
  /** The shape of the target of one example. */
  readonly target: readonly number[];

  /**
   * Adds the optimiser's moving averages to the model's store, all zero.
   *
   * @param random Draws dropout's masks and the like.
   * @param stepsPerEpoch For schedules of the learning rate, which count epochs, and for the engine.
   */
  constructor(model: Network, training: Training, random: Random, stepsPerEpoch = 1) {
    this.#model = model;
    this.#training = training;
    this.#stepsPerEpoch = stepsPerEpoch;
    const { weights, trainable, updates, output } = model.build(1, true);
    this.target = training.loss[rule].target(output.shape.slice(1));
    this.#changing = [...trainable, ...updates.keys()];
    this.#programs = new BatchPrograms(
      model,
      training.loss,
      random,
      (batch) => this.program(batch),
      (whole, batch) => this.#compile(whole, batch),
    );
    this.#weightUpdate = weightUpdate(
      training.optimizer[rule],
      trainable.map((path) => ({ name: path, length: sizeOf(weights.get(path)!.shape) })),
    );
    requireMemory(
      `train with ${training.optimizer.kind}`,
      weightMemory(
        trainable.map((path) => ({ path, shape: weights.get(path)!.shape })),
        1 + training.optimizer[rule].slots.length,
      ),
    );
    this.#slots = trainable.flatMap((path) =>
      training.optimizer[rule].slots.map((slot) => {
        const name = slotName(slot, path);
        model.store.write(name, new Float32Array(sizeOf(weights.get(path)!.shape)));
        return name;
      })
    );
  }

  /** Draws from `random` from now on. */
  drawFrom(random: Random): void {
    this.#programs.drawFrom(random);
  }

  /**
   * Updates the weights once.
   *
   * @param x The batch's inputs, [batch, …].
   * @param y The batch's targets, [batch, …`target`].
   */
  update(x: Float32Array, y: Float32Array, batch: number): Promise<BatchResult> {
    this.#updates++;
    const scalars = this.#training.optimizer[rule].scalars(this.#updates, this.#stepsPerEpoch);
    const feeds: Record<string, Float32Array> = { x, y };
    for (const [name, value] of Object.entries(scalars)) {
      feeds[`optimizer/${name}`] = Float32Array.of(value);
    }
    return this.#programs.run(feeds, batch);
  }

  /** Copies all weights that training changes, including batch norm's moving statistics. */
  snapshot(): Promise<ReadonlyMap<string, Float32Array>> {
    return this.#read(this.#changing);
  }

  /** Writes the weights of a snapshot back. */
  restore(snapshot: ReadonlyMap<string, Float32Array>): void {
    for (const [path, values] of snapshot) this.#model.store.write(path, values);
  }

  /**
   * Copies all that the next step depends on except the number of updates: the weights that training
   * changes and the optimiser's moving averages, by their names in the model's store.
   */
  state(): Promise<ReadonlyMap<string, Float32Array>> {
    return this.#read([...this.#changing, ...this.#slots]);
  }

  /** Continues from a state that `state` gave after so many updates. */
  resume(state: ReadonlyMap<string, Float32Array>, updates: number): void {
    this.restore(state);
    this.#updates = updates;
  }

  async #read(names: readonly string[]): Promise<ReadonlyMap<string, Float32Array>> {
    const values = new Map<string, Float32Array>();
    for (const name of names) values.set(name, await this.#model.store.read(name));
    return values;
  }

  /** Frees the compiled programs; the model stays. */
  close(): Promise<void> {
    return this.#programs.close();
  }

  #compile(whole: Program, batch: number): Promise<Executable> {
    const { engine } = this.#model;
    return engine.compileStep?.(this.step(whole, batch)) ?? engine.compile(whole);
  }

  /**
   * The step as engines may compute it in shares.
   *
   * @param whole What `program` gives for this batch size.
   */
  step(whole: Program, batch: number): TrainingStep {
    const steps = this.#training.epochs * this.#stepsPerEpoch;
    const { output, perExample: losses, updates, weights, trainable } = this.#graph(batch);
    // A step that updates weights itself, as batch norm does, has seen the whole batch; weights that
    // do not learn belong to no rank.
    if (updates.size > 0 || weights.size > trainable.length) return { whole, batch, steps };
    const share = (examples: number): Program => {
      const { ops, output, perExample, weights, trainable } = this.#graph(examples);
      const loss = ops.mul(ops.sum(perExample, [0]), ops.constant(1 / batch));
      const grads = gradients(loss, trainable.map((path) => weights.get(path)!));
      const named = trainable.map((path, i) => [gradientName(path), grads[i]!] as const);
      return program({ loss, predictions: output, ...Object.fromEntries(named) });
    };
    return {
      whole,
      batch,
      steps,
      shared: { results: [output, losses], share, update: this.#weightUpdate },
    };
  }

  #graph(batch: number) {
    return lossGraph(this.#model, this.#training.loss, batch, true);
  }

  /** Builds the program of a step on a batch of that size; benchmarks compile it themselves. */
  program(batch: number): Program {
    const { optimizer: { [rule]: optimizer } } = this.#training;
    const { ops, loss, output, weights, trainable, updates } = this.#graph(batch);
    const scalars = scalarInputs(optimizer);
    const changed: Record<string, Node> = Object.fromEntries(updates);
    const grads = gradients(loss, trainable.map((path) => weights.get(path)!));
    trainable.forEach((path, i) => {
      const weight = weights.get(path)!;
      const slots = Object.fromEntries(
        optimizer.slots.map((slot) =>
          [slot, apply(variable, [], { name: slotName(slot, path), shape: weight.shape })] as const
        ),
      );
      const next = optimizer.update(ops, { weight, gradient: grads[i]!, slots, scalars });
      changed[path] = next.weight as Node;
      for (const slot of optimizer.slots) changed[slotName(slot, path)] = next.slots[slot] as Node;
    });
    return program({ loss, predictions: output }, changed);
  }
}

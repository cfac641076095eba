/** One step of training as one compiled program: forward, loss, gradients and the optimiser's update. */
import { rule, type Training } from "../../dsl/step.ts";
import type { Random } from "../base/random.ts";
import { gradients } from "../graph/gradient.ts";
import { apply, type Node } from "../graph/node.ts";
import { input, variable } from "../graph/primitives/leaves.ts";
import { requireMemory } from "../base/require_memory.ts";
import { weightMemory } from "../graph/memory.ts";
import { type Program, program } from "../graph/program.ts";
import { sizeOf } from "../graph/tensor.ts";
import type { Model } from "../model/model.ts";
import { BatchPrograms, type BatchResult, lossGraph } from "./batch_programs.ts";

/** The name of an optimiser's moving average of a weight, in the model's store. */
const slotName = (slot: string, path: string) => `optimizer/${slot}/${path}`;

/** Updates a model's weights batch by batch, and counts the updates. */
export class TrainStep {
  readonly #model: Model;
  readonly #training: Training;
  readonly #stepsPerEpoch: number;
  readonly #programs: BatchPrograms;
  /** The paths of the weights that a step changes. */
  readonly #changing: readonly string[];
  #updates = 0;
  /** The shape of the target of one example. */
  readonly target: readonly number[];

  /**
   * Adds the optimiser's moving averages to the model's store, all zero.
   *
   * @param random Draws dropout's masks and the like.
   * @param stepsPerEpoch For schedules of the learning rate, which count epochs.
   */
  constructor(model: Model, training: Training, random: Random, stepsPerEpoch = 1) {
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
    );
    requireMemory(
      `train with ${training.optimizer.kind}`,
      weightMemory(
        trainable.map((path) => ({ path, shape: weights.get(path)!.shape })),
        1 + training.optimizer[rule].slots.length,
      ),
    );
    for (const path of trainable) {
      for (const slot of training.optimizer[rule].slots) {
        const size = sizeOf(weights.get(path)!.shape);
        model.store.write(slotName(slot, path), new Float32Array(size));
      }
    }
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
  async snapshot(): Promise<ReadonlyMap<string, Float32Array>> {
    const kept = new Map<string, Float32Array>();
    for (const path of this.#changing) kept.set(path, await this.#model.store.read(path));
    return kept;
  }

  /** Writes the weights of a snapshot back. */
  restore(snapshot: ReadonlyMap<string, Float32Array>): void {
    for (const [path, values] of snapshot) this.#model.store.write(path, values);
  }

  /** Frees the compiled programs; the model stays. */
  close(): Promise<void> {
    return this.#programs.close();
  }

  /** Builds the program of a step on a batch of that size; benchmarks compile it themselves. */
  program(batch: number): Program {
    const { loss: lossFunction, optimizer: { [rule]: optimizer } } = this.#training;
    const { ops, loss, output, weights, trainable, updates } = lossGraph(
      this.#model,
      lossFunction,
      batch,
      true,
    );
    const scalars = Object.fromEntries(
      Object.keys(optimizer.scalars(1)).map((name) =>
        [name, apply(input, [], { name: `optimizer/${name}`, shape: [] })] as const
      ),
    );
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

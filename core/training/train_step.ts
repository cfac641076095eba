/** The programs of training: one step with its update, and one that only measures. */
import { rule, type Training } from "../../dsl/step.ts";
import { drawFeeds } from "../model/draws.ts";
import type { Executable } from "../engine/engine.ts";
import { gradients } from "../graph/gradient.ts";
import { apply, type Node } from "../graph/node.ts";
import { input, variable } from "../graph/primitives/leaves.ts";
import { type Program, program } from "../graph/program.ts";
import type { Model } from "../model/model.ts";
import type { Random } from "../base/random.ts";
import { sizeOf } from "../graph/tensor.ts";

/** What one batch gave. */
export interface BatchResult {
  /** The mean loss of its examples, before the update. */
  readonly loss: number;
  /** How many of its examples were right. */
  readonly correct: number;
}

/** The name of an optimiser's moving average of a weight, in the model's store. */
const slotName = (slot: string, path: string) => `optimizer/${slot}/${path}`;

/** Runs single steps; keeps one compiled program a batch size, so that a last part may be smaller. */
export class Trainer {
  readonly #model: Model;
  readonly #training: Training;
  readonly #random: Random;
  readonly #programs = new Map<string, { program: Program; executable: Promise<Executable> }>();
  readonly #stepsPerEpoch: number;
  /** The shape of one example's target. */
  readonly target: readonly number[];
  /** The weights that training changes. */
  readonly #changing: readonly string[];
  /** Updates done so far. */
  #steps = 0;

  /** Adds the optimiser's moving averages to the model's store. Schedules count epochs. */
  constructor(model: Model, training: Training, random: Random, stepsPerEpoch = 1) {
    this.#model = model;
    this.#training = training;
    this.#random = random;
    this.#stepsPerEpoch = stepsPerEpoch;
    const { weights, trainable, updates, output } = model.build(1, true);
    this.target = training.loss[rule].target(output.shape.slice(1));
    this.#changing = [...trainable, ...updates.keys()];
    for (const path of trainable) {
      for (const slot of training.optimizer[rule].slots) {
        const size = sizeOf(weights.get(path)!.shape);
        model.store.write(slotName(slot, path), new Float32Array(size));
      }
    }
  }

  /** One update on a batch: forward, loss, gradients, optimiser. */
  step(x: Float32Array, y: Float32Array, batch: number): Promise<BatchResult> {
    this.#steps++;
    const scalars = this.#training.optimizer[rule].scalars(this.#steps, this.#stepsPerEpoch);
    const feeds: Record<string, Float32Array> = { x, y };
    for (const [name, value] of Object.entries(scalars)) {
      feeds[`optimizer/${name}`] = Float32Array.of(value);
    }
    return this.#run(`train ${batch}`, () => this.stepProgram(batch), feeds, batch);
  }

  /** Loss and hits of a batch as in use: no update, no dropout. */
  measure(x: Float32Array, y: Float32Array, batch: number): Promise<BatchResult> {
    return this.#run(`measure ${batch}`, () => this.#measureProgram(batch), { x, y }, batch);
  }

  /** Copies out all weights that training changes, batch norm's moving statistics with them. */
  async snapshot(): Promise<ReadonlyMap<string, Float32Array>> {
    const kept = new Map<string, Float32Array>();
    for (const path of this.#changing) kept.set(path, await this.#model.store.read(path));
    return kept;
  }

  /** Puts the weights of a snapshot back. */
  restore(kept: ReadonlyMap<string, Float32Array>): void {
    for (const [path, values] of kept) this.#model.store.write(path, values);
  }

  /** Frees the compiled programs; the model stays. */
  async close(): Promise<void> {
    for (const { executable } of this.#programs.values()) (await executable).close();
    this.#programs.clear();
  }

  async #run(
    key: string,
    make: () => Program,
    feeds: Record<string, Float32Array>,
    batch: number,
  ): Promise<BatchResult> {
    let entry = this.#programs.get(key);
    if (!entry) {
      const made = make();
      entry = { program: made, executable: this.#model.engine.compile(made) };
      this.#programs.set(key, entry);
    }
    const { loss, predictions } = await (await entry.executable).run(
      { ...feeds, ...drawFeeds(entry.program, this.#random) },
      this.#model.store,
    );
    const size = predictions!.length / batch;
    const target = feeds["y"]!.length / batch;
    const { correct } = this.#training.loss[rule];
    let hits = 0;
    for (let i = 0; i < batch; i++) {
      const guess = predictions!.subarray(i * size, (i + 1) * size);
      if (correct(guess, feeds["y"]!.subarray(i * target, (i + 1) * target))) hits++;
    }
    return { loss: loss![0]!, correct: hits };
  }

  #loss(batch: number, training: boolean) {
    const built = this.#model.build(batch, training);
    const { ops, output } = built;
    const lossRule = this.#training.loss[rule];
    const shape = [batch, ...lossRule.target(output.shape.slice(1))];
    const targets = apply(input, [], { name: "y", shape });
    const each = lossRule.perExample(ops, output, targets) as Node;
    return { ...built, loss: ops.mean(each, [0]) };
  }

  #measureProgram(batch: number): Program {
    const { loss, output } = this.#loss(batch, false);
    return program({ loss, predictions: output });
  }

  /** The whole training step on a batch as one program: what is compiled, and what can be profiled. */
  stepProgram(batch: number): Program {
    const { ops, loss, output, weights, trainable, updates } = this.#loss(batch, true);
    const optimizer = this.#training.optimizer[rule];
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

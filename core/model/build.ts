/** Builds the graph of a pipeline's computation. */
import { allNodes, type LayerNode, layerNodes, type Steps } from "../../dsl/pipeline.ts";
import { rule, type Step, type TensorSpec } from "../../dsl/step.ts";
import { apply, type Node } from "../graph/node.ts";
import { type GraphOps, graphOps } from "../graph/ops.ts";
import { requireMemory } from "../base/require_memory.ts";
import { arrayMemory } from "../graph/memory.ts";
import { input, variable } from "../graph/primitives/leaves.ts";

/** The graph of a pipeline for a batch of a given size. */
export interface Built {
  /** The operations with which steps build the graph. */
  readonly ops: GraphOps;
  /** The batch, [batch, …]: the input named `x`. */
  readonly input: Node;
  /** The output of the last step, [batch, …]. */
  readonly output: Node;
  /** The output of each step by the step's name, including the steps in parts. */
  readonly values: ReadonlyMap<string, Node>;
  /** The weights by path (`conv1/kernel`): variables of that name. */
  readonly weights: ReadonlyMap<string, Node>;
  /** The paths of the weights that training changes by their gradients. */
  readonly trainable: readonly string[];
  /** The new values of weights that a step updates itself (batch norm's moving statistics), by path. */
  readonly updates: ReadonlyMap<string, Node>;
}

/** Whether a step computes: the source, `train` and `evaluate` do not. */
const computes = (step: Step): boolean =>
  !step[rule].source && !step[rule].training && !step[rule].evaluation;

/**
 * Builds the graph of a pipeline.
 *
 * @param batch The number of examples.
 * @param options `training`: dropout and batch norm compute as in training. `source`: what the
 * pipeline's source gives, where only the data determines it (the size of an image).
 * @throws {UserError} If a step's output needs too much memory.
 */
export function build(
  pipeline: Steps,
  batch: number,
  { training = false, source }: { training?: boolean; source?: TensorSpec | undefined } = {},
): Built {
  const places = layerNodes(pipeline, source);
  // A step may compute constants of its output's size (resize does); weights are only named here, so
  // that a network can be counted which nobody could hold.
  for (const { name, output: { shape } } of allNodes(places)) {
    requireMemory("build the pipeline", arrayMemory(`the output of ${name}`, [batch, ...shape]));
  }
  const ops = graphOps();
  const weights = new Map<string, Node>();
  const trainable: string[] = [];
  for (const { path, shape, trainable: learns } of allNodes(places).flatMap((it) => it.weights)) {
    weights.set(path, apply(variable, [], { name: path, shape }));
    if (learns) trainable.push(path);
  }
  const values = new Map<string, Node>();
  const updates = new Map<string, Node>();
  const enters = (places.find(({ step }) => computes(step)) ?? places.at(-1))?.input.shape ?? [];
  const x = apply(input, [], { name: "x", shape: [batch, ...enters] });
  const run = (places: readonly LayerNode[], x: Node, training: boolean): Node =>
    places.reduce((value, { step, name, input, weights: own, parts }) => {
      const { forward, freezes = false } = step[rule];
      const gives = !forward || !computes(step) ? value : forward.call(step[rule], value, {
        ops,
        training,
        input,
        weights: Object.fromEntries(own.map((it) => [it.name, weights.get(it.path)!])),
        update: (weight, node) => updates.set(`${name}/${weight}`, node as Node),
        run: (part, x) => run(parts[part] ?? [], x as Node, training && !freezes),
      }) as Node;
      values.set(name, gives);
      return gives;
    }, x);
  const output = run(places, x, training);
  return { ops, input: x, output, values, weights, trainable, updates };
}

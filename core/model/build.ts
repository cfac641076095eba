/** A pipeline's computation as a graph. */
import { allNodes, type LayerNode, layerNodes, type Steps } from "../../dsl/pipeline.ts";
import { rule, type Step, type TensorSpec } from "../../dsl/step.ts";
import { apply, type Node } from "../graph/node.ts";
import { type GraphOps, graphOps } from "../graph/ops.ts";
import { input, variable } from "../graph/primitives/leaves.ts";

/** The graph of a pipeline on a batch of a given size. */
export interface Built {
  readonly ops: GraphOps;
  /** The batch that comes in: the input named `x`. */
  readonly input: Node;
  readonly output: Node;
  /** What each step gives, by the step's name; steps in parts too. */
  readonly values: ReadonlyMap<string, Node>;
  /** The weights, by path (`conv1/kernel`): variables of that name. */
  readonly weights: ReadonlyMap<string, Node>;
  /** Paths of the weights that gradients change. */
  readonly trainable: readonly string[];
  /** New values that steps gave to weights of theirs (batch norm's moving statistics). */
  readonly updates: ReadonlyMap<string, Node>;
}

/** The steps that compute: without the source in front and the endings. */
const computes = (step: Step): boolean =>
  !step[rule].source && !step[rule].training && !step[rule].evaluation;

/**
 * Builds the graph for `batch` examples. `source` is what comes out of the source, where only the
 * data tells (an image's size). `training` asks for the training behaviour of dropout and batch
 * norm.
 */
export function build(
  pipeline: Steps,
  batch: number,
  { training = false, source }: { training?: boolean; source?: TensorSpec | undefined } = {},
): Built {
  const places = layerNodes(pipeline, source);
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

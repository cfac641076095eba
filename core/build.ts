/** A pipeline's computation as a graph. */
import { inputs, stepNames, type Steps, weightsOf } from "../dsl/pipeline.ts";
import { behaviour, type Flow, type Step } from "../dsl/step.ts";
import { apply, type Node } from "./graph/node.ts";
import { type GraphOps, graphOps } from "./graph/ops.ts";
import { input, variable } from "./graph/primitives/leaves.ts";

/** The graph of a pipeline on a batch of a given size. */
export interface Built {
  readonly ops: GraphOps;
  /** The batch that comes in: the input named `x`. */
  readonly input: Node;
  readonly output: Node;
  /** What each step gives, by the step's name. */
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
  !step[behaviour].source && !step[behaviour].training && !step[behaviour].evaluates;

/**
 * Builds the graph for `batch` examples. `source` is what comes out of the source, where only the
 * data tells (an image's size). `training` asks for the training behaviour of dropout and batch
 * norm.
 */
export function build(
  pipeline: Steps,
  batch: number,
  { training = false, source }: { training?: boolean; source?: Flow | undefined } = {},
): Built {
  const names = stepNames(pipeline);
  const comes = inputs(pipeline, source);
  const ops = graphOps();
  const weights = new Map<string, Node>();
  const trainable: string[] = [];
  const own = new Map<number, Record<string, Node>>();
  for (const { path, name, at, shape, trainable: learns } of weightsOf(pipeline, source)) {
    const node = apply(variable, [], { name: path, shape });
    weights.set(path, node);
    own.set(at, { ...own.get(at), [name]: node });
    if (learns) trainable.push(path);
  }
  const values = new Map<string, Node>();
  const updates = new Map<string, Node>();
  const first = pipeline.steps.findIndex(computes);
  const enters = comes[first] ?? comes.at(-1) ?? { shape: [], classes: 0 };
  const x = apply(input, [], { name: "x", shape: [batch, ...enters.shape] });
  let value: Node = x;
  pipeline.steps.forEach((step, i) => {
    const { forward } = step[behaviour];
    if (forward && computes(step)) {
      value = forward.call(step[behaviour], value, {
        ops,
        training,
        input: comes[i]!,
        weights: own.get(i) ?? {},
        update: (weight, node) => updates.set(`${names[i]}/${weight}`, node as Node),
      }) as Node;
    }
    values.set(names[i]!, value);
  });
  return { ops, input: x, output: value, values, weights, trainable, updates };
}

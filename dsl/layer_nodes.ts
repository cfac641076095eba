/** Steps in their pipeline: with names, the specs of inputs and outputs, weights and parts. */
import { quoted } from "./quoted.ts";
import { inferShapes, StepError, type Steps } from "./infer_shapes.ts";
import { noInput } from "./shape.ts";
import { rule, type Step, type TensorSpec, type WeightSpec } from "./step.ts";

/** A weight of a pipeline. */
export interface NamedWeight extends WeightSpec {
  /** The full name, `<step name>/kernel`. */
  readonly path: string;
  /** The index of its step in the pipeline, from 0; inside a part, that of the step with the part. */
  readonly stepIndex: number;
}

/** A step of a pipeline, with what its place in the pipeline decides. */
export interface LayerNode {
  /** The step itself. */
  readonly step: Step;
  /** Its name; see `stepNames`. */
  readonly name: string;
  /** The spec of its input. */
  readonly input: TensorSpec;
  /** The spec of its output. */
  readonly output: TensorSpec;
  /** Its own weights, without those of its parts. */
  readonly weights: readonly NamedWeight[];
  /** True inside a step that freezes its parts: no weight is trainable. */
  readonly frozen: boolean;
  /** The nodes of each of its parts. */
  readonly parts: readonly (readonly LayerNode[])[];
}

/** The name of a step, and those of the steps in its parts. */
export interface NameTree {
  readonly name: string;
  readonly parts: readonly (readonly NameTree[])[];
}

type Refuse = (i: number, kind: string, reason: string) => StepError;

/**
 * The name of each step: the one it was given, or its kind and a number that counts from 1 for each
 * kind (conv1, conv2, pool1). Steps in parts are counted with the others, before the step that has
 * the parts, as if all stood in one list.
 *
 * @throws {StepError} If two steps have the same name.
 */
export function stepNames({ steps }: Steps): string[] {
  return nameTree(steps).map(({ name }) => name);
}

/**
 * The names of all steps, including those in parts.
 *
 * @throws {StepError} If two steps have the same name.
 */
export function nameTree(all: readonly Step[]): NameTree[] {
  const counters = new Map<string, number>();
  const taken = new Map<string, string>();
  const visit = (steps: readonly Step[], where: string, refuse: Refuse): NameTree[] =>
    steps.map((step, i) => {
      const place = `${where}step ${i + 1}`;
      const parts = (step[rule].parts ?? []).map((part, p) =>
        visit(
          part,
          `${place}, part ${p + 1}, `,
          (j, _, reason) => refuse(i, step.kind, reasonInPart(step.kind, p, j, reason)),
        )
      );
      const count = (counters.get(step.kind) ?? 0) + 1;
      counters.set(step.kind, count);
      const name = step.name ?? `${step.kind}${count}`;
      const other = taken.get(name);
      if (other !== undefined) {
        const reason = `the name ${
          quoted(name)
        } is already taken by ${other}; give one of the two another name`;
        throw refuse(i, step.kind, reason);
      }
      taken.set(name, place);
      return { name, parts };
    });
  return visit(all, "", (i, kind, reason) => new StepError(i + 1, kind, reason));
}

/** "branches: part 2, step 1: …", a reason with its place; `part` and `step` count from 0. */
export function reasonInPart(kind: string, part: number, step: number, reason: string): string {
  return `${kind}: part ${part + 1}, step ${step + 1}: ${reason}`;
}

/**
 * The steps as nodes, in order; `input` as in `inferShapes`.
 *
 * @throws {StepError} If a step cannot take its input, or if two steps have the same name.
 */
export function layerNodes({ steps }: Steps, input: TensorSpec = noInput): LayerNode[] {
  const visit = (
    steps: readonly Step[],
    names: readonly NameTree[],
    input: TensorSpec,
    frozen: boolean,
    top?: number,
  ): LayerNode[] => {
    const outputs = inferShapes({ steps }, input);
    return steps.map((step, i) => {
      const { name = "", parts = [] } = names[i] ?? {};
      const incoming = outputs[i - 1] ?? input;
      const stepIndex = top ?? i;
      const weights = (step[rule].weights?.(incoming) ?? []).map((weight) => ({
        ...weight,
        trainable: weight.trainable && !frozen,
        path: `${name}/${weight.name}`,
        stepIndex,
      }));
      return {
        step,
        name,
        input: incoming,
        output: outputs[i] ?? incoming,
        weights,
        frozen,
        parts: (step[rule].parts ?? []).map((part, p) =>
          visit(part, parts[p] ?? [], incoming, frozen || step[rule].freezes === true, stepIndex)
        ),
      };
    });
  };
  return visit(steps, nameTree(steps), input, false);
}

/** All nodes in one list, those in parts before the node that has the parts. */
export function allNodes(nodes: readonly LayerNode[]): LayerNode[] {
  return nodes.flatMap((node) => [...node.parts.flatMap(allNodes), node]);
}

/**
 * All weights in order, including those in parts; `input` as in `inferShapes`.
 *
 * @throws {StepError} If a step cannot take its input, or if two steps have the same name.
 */
export function weightsOf(steps: Steps, input: TensorSpec = noInput): NamedWeight[] {
  return allNodes(layerNodes(steps, input)).flatMap(({ weights }) => weights);
}

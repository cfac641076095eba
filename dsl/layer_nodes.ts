/** Steps where they stand: with their names, what flows through them, their weights and parts. */
import { inferShapes, StepError, type Steps } from "./infer_shapes.ts";
import { noInput } from "./shape.ts";
import { rule, type Step, type TensorSpec, type WeightSpec } from "./step.ts";

/** A weight of a pipeline: its full name, `<step name>/kernel`, and what the step said of it. */
export interface NamedWeight extends WeightSpec {
  readonly path: string;
  /** The number of the step, from 0; of a step in a part, the number of the step that has the part. */
  readonly stepIndex: number;
}

/** A step in its place. */
export interface LayerNode {
  readonly step: Step;
  readonly name: string;
  readonly input: TensorSpec;
  readonly output: TensorSpec;
  /** Its own, without those of its parts. */
  readonly weights: readonly NamedWeight[];
  /** True inside a step that freezes its parts: no weight is trainable. */
  readonly frozen: boolean;
  readonly parts: readonly (readonly LayerNode[])[];
}

/** A step's name, and those of the steps in its parts. */
export interface NameTree {
  readonly name: string;
  readonly parts: readonly (readonly NameTree[])[];
}

type Refuse = (i: number, kind: string, reason: string) => StepError;

/**
 * The name of each step: the one it was given, or its kind and a counter that begins at 1 for each
 * kind (conv1, conv2, pool1). Steps in parts are counted with the others, before the step that has
 * the parts: names, and with them weights, are those of one long list. Throws a StepError when two
 * steps have the same name.
 */
export function stepNames({ steps }: Steps): string[] {
  return nameTree(steps).map(({ name }) => name);
}

/** The names of all steps, those in parts too. Throws a StepError when two are the same. */
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
        const reason =
          `the name "${name}" is already taken by ${other}; give one of the two another name`;
        throw refuse(i, step.kind, reason);
      }
      taken.set(name, place);
      return { name, parts };
    });
  return visit(all, "", (i, kind, reason) => new StepError(i + 1, kind, reason));
}

/** The sentence about a step in a part: "branches: part 2, step 1: …". Counts are from 0. */
export function reasonInPart(kind: string, part: number, step: number, reason: string): string {
  return `${kind}: part ${part + 1}, step ${step + 1}: ${reason}`;
}

/** The steps in their places; `input` as in `inferShapes`. Throws a StepError. */
export function layerNodes({ steps }: Steps, input: TensorSpec = noInput): LayerNode[] {
  const visit = (
    steps: readonly Step[],
    names: readonly NameTree[],
    input: TensorSpec,
    frozen: boolean,
    top?: number,
  ): LayerNode[] => {
    const gives = inferShapes({ steps }, input);
    return steps.map((step, i) => {
      const { name = "", parts = [] } = names[i] ?? {};
      const comes = gives[i - 1] ?? input;
      const stepIndex = top ?? i;
      const weights = (step[rule].weights?.(comes) ?? []).map((weight) => ({
        ...weight,
        trainable: weight.trainable && !frozen,
        path: `${name}/${weight.name}`,
        stepIndex,
      }));
      return {
        step,
        name,
        input: comes,
        output: gives[i] ?? comes,
        weights,
        frozen,
        parts: (step[rule].parts ?? []).map((part, p) =>
          visit(part, parts[p] ?? [], comes, frozen || step[rule].freezes === true, stepIndex)
        ),
      };
    });
  };
  return visit(steps, nameTree(steps), input, false);
}

/** All steps in one list, those in parts before the step that has the parts. */
export function allNodes(places: readonly LayerNode[]): LayerNode[] {
  return places.flatMap((place) => [...place.parts.flatMap(allNodes), place]);
}

/** All weights in order, with their names. Throws a StepError. */
export function weightsOf(steps: Steps, input: TensorSpec = noInput): NamedWeight[] {
  return allNodes(layerNodes(steps, input)).flatMap(({ weights }) => weights);
}

/** Steps where they stand: with their names, what flows through them, their weights and parts. */
import { FlowError, flows, type Steps } from "./flows.ts";
import { nothing } from "./shape.ts";
import { behaviour, type Flow, type Step, type WeightSpec } from "./step.ts";

/** A weight of a pipeline: its full name, `<step name>/kernel`, and what the step said of it. */
export interface NamedWeight extends WeightSpec {
  readonly path: string;
  /** The number of the step, from 0; of a step in a part, the number of the step that has the part. */
  readonly at: number;
}

/** A step in its place. */
export interface Placed {
  readonly step: Step;
  readonly name: string;
  readonly input: Flow;
  readonly output: Flow;
  /** Its own, without those of its parts. */
  readonly weights: readonly NamedWeight[];
  /** True inside a step that freezes its parts: no weight is trainable. */
  readonly frozen: boolean;
  readonly parts: readonly (readonly Placed[])[];
}

/** A step's name, and those of the steps in its parts. */
export interface Names {
  readonly name: string;
  readonly parts: readonly (readonly Names[])[];
}

type Refuse = (i: number, kind: string, reason: string) => FlowError;

/**
 * The name of each step: the one it was given, or its kind and a counter that begins at 1 for each
 * kind (conv1, conv2, pool1). Steps in parts are counted with the others, before the step that has
 * the parts: names, and with them weights, are those of one long list. Throws a FlowError when two
 * steps have the same name.
 */
export function stepNames({ steps }: Steps): string[] {
  return namesOf(steps).map(({ name }) => name);
}

/** The names of all steps, those in parts too. Throws a FlowError when two are the same. */
export function namesOf(all: readonly Step[]): Names[] {
  const counters = new Map<string, number>();
  const taken = new Map<string, string>();
  const visit = (steps: readonly Step[], where: string, refuse: Refuse): Names[] =>
    steps.map((step, i) => {
      const place = `${where}step ${i + 1}`;
      const parts = (step[behaviour].parts ?? []).map((part, p) =>
        visit(
          part,
          `${place}, part ${p + 1}, `,
          (j, _, reason) => refuse(i, step.kind, inPart(step.kind, p, j, reason)),
        )
      );
      const count = (counters.get(step.kind) ?? 0) + 1;
      counters.set(step.kind, count);
      const name = step.name ?? `${step.kind}${count}`;
      const other = taken.get(name);
      if (other !== undefined) {
        const reason = `the name "${name}" belongs to ${other}, give one of them another name`;
        throw refuse(i, step.kind, reason);
      }
      taken.set(name, place);
      return { name, parts };
    });
  return visit(all, "", (i, kind, reason) => new FlowError(i + 1, kind, reason));
}

/** The sentence about a step in a part: "branches: part 2, step 1: …". Counts are from 0. */
export function inPart(kind: string, part: number, step: number, reason: string): string {
  return `${kind}: part ${part + 1}, step ${step + 1}: ${reason}`;
}

/** The steps in their places; `input` as in `flows`. Throws a FlowError. */
export function placed({ steps }: Steps, input: Flow = nothing): Placed[] {
  const visit = (
    steps: readonly Step[],
    names: readonly Names[],
    input: Flow,
    frozen: boolean,
    top?: number,
  ): Placed[] => {
    const gives = flows({ steps }, input);
    return steps.map((step, i) => {
      const { name = "", parts = [] } = names[i] ?? {};
      const comes = gives[i - 1] ?? input;
      const at = top ?? i;
      const weights = (step[behaviour].weights?.(comes) ?? []).map((weight) => ({
        ...weight,
        trainable: weight.trainable && !frozen,
        path: `${name}/${weight.name}`,
        at,
      }));
      return {
        step,
        name,
        input: comes,
        output: gives[i] ?? comes,
        weights,
        frozen,
        parts: (step[behaviour].parts ?? []).map((part, p) =>
          visit(part, parts[p] ?? [], comes, frozen || step[behaviour].freezes === true, at)
        ),
      };
    });
  };
  return visit(steps, namesOf(steps), input, false);
}

/** All steps in one list, those in parts before the step that has the parts. */
export function inOrder(places: readonly Placed[]): Placed[] {
  return places.flatMap((place) => [...place.parts.flatMap(inOrder), place]);
}

/** All weights in order, with their names. Throws a FlowError. */
export function weightsOf(steps: Steps, input: Flow = nothing): NamedWeight[] {
  return inOrder(placed(steps, input)).flatMap(({ weights }) => weights);
}

/** Cuts networks at a step, by its name. */
import { UserError } from "./errors.ts";
import type { Steps } from "./infer_shapes.ts";
import { formatValue } from "./fields.ts";
import { hint } from "./hint.ts";
import { type Pipeline, pipeline } from "./pipeline.ts";
import { type NameTree, nameTree } from "./layer_nodes.ts";
import { rule, type Step, type TensorSpec } from "./step.ts";

/**
 * The pipeline up to and including the step `name`: a network without its head. The step may be
 * inside `frozen` or `pretrained`, but not inside `branches`, because its parts would no longer be
 * joined. The remaining steps keep their names and weights.
 *
 * @throws {UserError} If no step has this name, or if it is inside `branches`.
 *
 * @example
 * ```ts
 * import { conv, dense, flatten, inferShapes, load, pipeline, pool, until } from "./mod.ts";
 *
 * const p = pipeline(load("mnist"), conv(8, { kernel: 3 }), pool(2), flatten(), dense(10));
 * console.assert(inferShapes(until(p, "pool1")).at(-1)?.shape.join("x") === "13x13x8");
 * ```
 */
export function until({ steps }: Steps, name: string): Pipeline<TensorSpec> {
  return pipeline(...lower("until", steps, nameTree(steps), name));
}

/**
 * Splits a list of steps after the step `name`, for example to freeze the lower part of a network:
 * `frozen(lower), ...upper`.
 *
 * @returns The steps up to and including `name`, and the steps after it.
 * @throws {UserError} If no step of the list has this name.
 *
 * @example
 * ```ts
 * import { conv, dense, frozen, globalPool, input, pipeline, split } from "./mod.ts";
 *
 * const body = [conv(8, { kernel: 3 }), conv(8, { kernel: 3 }), conv(8, { kernel: 3 })];
 * const [lower, upper] = split(body, "conv2");
 * const p = pipeline(input(9, 9, 1), frozen(lower), ...upper, globalPool(), dense(2));
 * console.assert(p.steps.length === 5);
 * ```
 */
export function split(
  steps: readonly Step[],
  name: string,
): readonly [lower: readonly Step[], upper: readonly Step[]] {
  const names = nameTree(steps);
  const i = names.findIndex((step) => step.name === name);
  if (i >= 0) return [steps.slice(0, i + 1), steps.slice(i + 1)];
  throw refused("split", names, name);
}

function lower(
  word: string,
  steps: readonly Step[],
  names: readonly NameTree[],
  name: string,
): readonly Step[] {
  const at = names.findIndex((step) => step.name === name);
  if (at >= 0) return steps.slice(0, at + 1);
  const i = names.findIndex((step) => holds(step, name));
  const step = steps[i];
  const cut = step?.[rule].cut;
  if (!step || !cut) throw refused(word, names, name);
  const part = lower(word, step[rule].parts?.[0] ?? [], names[i]?.parts[0] ?? [], name);
  return [...steps.slice(0, i), cut(part)];
}

const holds = ({ parts }: NameTree, name: string): boolean =>
  parts.flat().some((step) => step.name === name || holds(step, name));

function refused(word: string, names: readonly NameTree[], name: string): UserError {
  const i = names.findIndex((step) => holds(step, name));
  const known = names.map((step) => step.name);
  return new UserError(
    i < 0
      ? `${word}: expected the name of a step (${known.join(", ")}), found ${formatValue(name)}${
        hint(name, known)
      }`
      : `${word}: ${name} is inside ${known[i]}, which cannot be cut; name ${known[i]} itself`,
  );
}

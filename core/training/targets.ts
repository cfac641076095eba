/** Checks the targets of examples against the loss, where they enter. */
import { UserError } from "../base/errors.ts";
import { type Loss, rule } from "../../dsl/step.ts";
import { classTargets } from "../../dsl/losses/from_logits.ts";
import { requireFinite } from "../graph/border.ts";
import { sizeOf } from "../graph/tensor.ts";
import type { Examples } from "./batch.ts";

/**
 * Checks that inputs are finite and that every target is one that the loss takes. Where examples have
 * a class number and the loss takes one number per class, the class number becomes one-hot.
 *
 * @param action What an error says cannot be done, such as "train".
 * @param output The shape of the last step's output for one example.
 * @throws {UserError} If the number of targets or one of them is wrong; the sentence says which.
 */
export function requireExamples(
  action: string,
  { count, shape, x, y, classes }: Examples,
  loss: Loss,
  output: readonly number[],
): void {
  if (count < 1) {
    throw new UserError(`Cannot ${action}: expected at least 1 example, found 0. Give some.`);
  }
  requireFinite(action, "the inputs", x, shape, true);
  const target = loss[rule].target(output);
  const [size, given] = [sizeOf(target), y.length / count];
  const oneHot = given === 1 && size > 1 && target.length === 1;
  if (given !== size && !oneHot) {
    throw new UserError(
      `Cannot ${action}: expected ${size} numbers per target, found ${given}; choose a loss that ` +
        "fits the targets or change the last layer.",
    );
  }
  if (oneHot && classes !== undefined && classes !== size) {
    throw new UserError(
      `Cannot ${action}: expected one output per class, found ${size} outputs and ${classes} ` +
        "classes; change the last layer.",
    );
  }
  const allowed = oneHot ? classTargets(size) : loss[rule].targets?.(output) ??
    { expected: "a finite number", fits: Number.isFinite };
  const at = y.findIndex((value: number) => !allowed.fits(value));
  if (at < 0) return;
  const isClass = oneHot || size === 1 && target.length === 0;
  throw new UserError(
    `Cannot ${action}: expected ${allowed.expected} as each target, found ${y[at]} in example ` +
      `${Math.floor(at / given)} (counted from 0). ${isClass ? classAdvice(y, output) : ADVICE}`,
  );
}

const ADVICE = "Correct the targets or choose another loss.";

/** What to do about a wrong class number: often the classes were counted from 1. */
function classAdvice(labels: Examples["y"], output: readonly number[]): string {
  const classes = output.at(-1) ?? 0;
  const fromOne = labels.every((label: number) =>
    Number.isInteger(label) && label >= 1 && label <= classes
  );
  return fromOne
    ? `The labels run from 1 to ${classes}, but classes are counted from 0; subtract 1 from each.`
    : "Classes are counted from 0; correct the labels, or give the last layer one output per class.";
}

/**
 * A hint for examples that are sorted by class: the classes that the validation part has and the
 * training part lacks. Undefined if there is none, or if the targets are not class numbers.
 *
 * @param rows How many of the examples train; the others validate.
 */
export function sortedHint({ count, y }: Examples, rows: number): string | undefined {
  if (rows >= count || y.length !== count || !y.every(Number.isInteger)) return undefined;
  const trained = new Set<number>(y.subarray(0, rows));
  const lacking = [...new Set<number>(y.subarray(rows))].filter((label) => !trained.has(label));
  if (lacking.length === 0) return undefined;
  const names = lacking.sort((a, b) => a - b);
  const more = names.length > 5 ? ` and ${names.length - 5} more` : "";
  return `The last ${count - rows} examples validate, and their ${
    names.length === 1 ? "class" : "classes"
  } ${names.slice(0, 5).join(", ")}${more} ${
    names.length === 1 ? "does" : "do"
  } not occur in the first ${rows}, which train: the examples seem to be sorted by class. Shuffle ` +
    "them before training, or val_accuracy says nothing.";
}

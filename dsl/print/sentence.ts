import { stepData } from "../pipeline.ts";
import type { Step } from "../step.ts";

/**
 * A step in one line, without its defaults: `conv filters 64, kernel 3, padding same`. A list of lists
 * (a kernel) is shown by its size, a part by the kinds of its steps:
 * `branches parts conv → conv | pool`.
 */
export function sentence(step: Step): string {
  const { name: _, ...data } = stepData(step);
  const words = Object.entries(data).map(([field, value]) => `${field} ${short(value)}`);
  return [step.kind, words.join(", ")].filter((part) => part !== "").join(" ");
}

function short(value: unknown): string {
  if (isPart(value)) return part(value.map(({ step }) => step));
  if (Array.isArray(value)) {
    if (value.every(isPart)) return value.map(short).join(" | ");
    return Array.isArray(value[0]) ? `${value.length}x${value[0].length}` : `[${value.join(", ")}]`;
  }
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .map(([field, inner]) => field === "kind" ? String(inner) : `${field} ${short(inner)}`)
    .join(" ");
}

/** The kinds of the steps of a part; of a long part, the first few. */
function part(kinds: readonly string[]): string {
  const shown = kinds.length > 6 ? [...kinds.slice(0, 4), `${kinds.length - 4} more`] : kinds;
  return shown.join(" → ") || "input";
}

/** Whether a value is a list of steps as JSON. */
function isPart(value: unknown): value is readonly { readonly step: string }[] {
  return Array.isArray(value) &&
    value.every((entry) => typeof entry === "object" && entry !== null && "step" in entry);
}

import { stepData } from "../pipeline.ts";
import type { Step } from "../step.ts";

/**
 * A step in one line, as short as its JSON: `conv filters 64, kernel 3, padding same`. A list of
 * lists (a kernel) is given by its size.
 */
export function sentence(step: Step): string {
  const { name: _, ...data } = stepData(step);
  const words = Object.entries(data).map(([field, value]) => `${field} ${short(value)}`);
  return [step.kind, words.join(", ")].filter((part) => part !== "").join(" ");
}

function short(value: unknown): string {
  if (Array.isArray(value)) {
    return Array.isArray(value[0]) ? `${value.length}x${value[0].length}` : `[${value.join(", ")}]`;
  }
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .map(([field, inner]) => field === "kind" ? String(inner) : `${field} ${short(inner)}`)
    .join(" ");
}

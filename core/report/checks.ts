/** What a lab expects of its own results, and the verdict. The book says nothing of it. */
import { UserError } from "../base/errors.ts";
import { quoted } from "../base/quoted.ts";
import { type ClaimValue, near, same } from "./claims.ts";
import { slug } from "./html.ts";

/** What a value must be. Not-a-number satisfies no rule. */
export type CheckRule =
  | { readonly atMost: number }
  | { readonly atLeast: number }
  | { readonly below: number }
  | { readonly above: number }
  | { readonly equals: ClaimValue }
  /** A number, or each of several, no further than `within` from `near`. */
  | { readonly near: number | readonly number[]; readonly within: number };

/** What a lab checks. */
export interface CheckInput {
  /** What is checked, as a sentence: "the loops and the engine agree". */
  readonly what: string;
  /** What this run found; null if it did not come to that. */
  readonly value: ClaimValue | null;
  readonly rule: CheckRule;
  /** What there is to say about the value. */
  readonly why?: string;
  /** A text says why this run cannot judge the check. */
  readonly judge?: true | string;
}

/** The three ways a check can end. */
export type CheckVerdict = "passed" | "failed" | "not judged";

/** A check that was judged, as it stands in `reports/<lab>.json`. */
export interface Check {
  /** Made from `what`. */
  readonly id: string;
  readonly what: string;
  readonly value: ClaimValue | null;
  readonly rule: CheckRule;
  readonly verdict: CheckVerdict;
  /** Always there for "not judged". */
  readonly why?: string;
}

/** The id of the check that says `what`. */
export const checkId = (what: string): string => slug(what);

/**
 * Judges a check. One with `judge: "why not"`, or without a value, is `not judged`.
 *
 * @throws {UserError} If the reason for not judging is empty.
 *
 * @example
 * ```ts
 * import { judgeCheck } from "./checks.ts";
 * const check = judgeCheck({ what: "the loops and the engine agree", value: 2e-7, rule: { atMost: 1e-5 } });
 * console.log(check.verdict); // passed
 * ```
 */
export function judgeCheck({ what, value, rule, why, judge }: CheckInput): Check {
  const stated = { id: checkId(what), what, value, rule };
  if (typeof judge === "string") {
    if (judge.trim() === "") {
      throw new UserError(
        `Check ${
          quoted(what)
        }: expected the reason why it isn't judged, found an empty text; give it.`,
      );
    }
    return { ...stated, verdict: "not judged", why: judge };
  }
  if (value === null) {
    return { ...stated, verdict: "not judged", why: why ?? "this run did not measure it" };
  }
  const verdict = holds(value, rule) ? "passed" : "failed";
  return { ...stated, verdict, ...(why !== undefined && { why }) };
}

function holds(value: ClaimValue, rule: CheckRule): boolean {
  if ("equals" in rule) return same(rule.equals, value);
  if ("near" in rule) return near(rule.near, value, rule.within);
  if (typeof value !== "number") return false;
  if ("atMost" in rule) return value <= rule.atMost;
  if ("atLeast" in rule) return value >= rule.atLeast;
  return "below" in rule ? value < rule.below : value > rule.above;
}

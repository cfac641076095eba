/** Verdicts on claims and on checks, counted. */
import type { CheckVerdict } from "./checks.ts";
import type { Verdict } from "./claims.ts";

/** How a claim or a check can end. */
export type AnyVerdict = Verdict | CheckVerdict;

const ORDER: readonly AnyVerdict[] = [
  "reproduced",
  "within tolerance",
  "differs",
  "passed",
  "failed",
  "not judged",
];

/** Whether it is a verdict. */
export const isVerdict = (value: unknown): value is AnyVerdict =>
  ORDER.some((verdict) => verdict === value);

/** How many claims, or checks, ended each way; the ways that did not happen are left out. */
export function countVerdicts(
  judged: readonly { readonly verdict: AnyVerdict }[],
): [AnyVerdict, number][] {
  const counted = ORDER.map((verdict): [AnyVerdict, number] => [
    verdict,
    judged.filter((each) => each.verdict === verdict).length,
  ]);
  return counted.filter(([, count]) => count > 0);
}

/** The same in one line, such as "4 reproduced, 1 differs"; empty if there is nothing to count. */
export const verdictsText = (judged: readonly { readonly verdict: AnyVerdict }[]): string =>
  countVerdicts(judged).map(([verdict, count]) => `${count} ${verdict}`).join(", ");

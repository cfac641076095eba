/** A number of the chapter beside ours, and the verdict. */
import { UserError } from "../base/errors.ts";
import { quoted } from "../base/quoted.ts";
import type { Language } from "./interface_texts.ts";

/** A number, a shape, several numbers, a printed line, or whether something holds. */
export type ClaimValue = number | string | boolean | readonly number[];

/** How far off is near enough: an absolute distance, or a share of the book's number. */
export type Tolerance = number | { readonly relative: number };

/** A claim of a book, as data: a lab states it by its id. */
export interface ClaimRecord {
  /** Unique in its lab, such as "parameters-total". */
  readonly id: string;
  /** The section of the book that says it. */
  readonly section: string;
  /** What is claimed, in each language of the page. */
  readonly what: Readonly<Record<Language, string>>;
  /** The value that the book prints, or that follows from what it says. */
  readonly book: ClaimValue;
  readonly tolerance?: Tolerance;
}

/** A claim and what this run found. */
export interface ClaimInput {
  /** Unique in the lab. */
  readonly id: string;
  /** Where the book says it. */
  readonly section: string;
  /** The claim in words, such as "All parameters"; by default the id. */
  readonly what?: string;
  /** The same in Korean. */
  readonly whatKo?: string;
  /** What the book prints. */
  readonly book: ClaimValue;
  /** What this run measured; null if it did not come to that. */
  readonly ours: ClaimValue | null;
  readonly tolerance?: Tolerance;
  /** Why ours differs, if it does. */
  readonly why?: string;
  /** A text says why this run can't judge the claim ("a quick run trains 2 epochs, not 20"). */
  readonly judge?: true | string;
}

/** The four ways a claim can end. */
export type Verdict = "reproduced" | "within tolerance" | "differs" | "not judged";

/** A claim that was judged, as it stands in `reports/<lab>.json`. */
export interface Claim {
  readonly id: string;
  readonly section: string;
  readonly what: string;
  /** The claim in Korean, if its record has it. */
  readonly whatKo?: string;
  readonly book: ClaimValue;
  readonly ours: ClaimValue | null;
  readonly tolerance: Tolerance | null;
  readonly verdict: Verdict;
  /** Always there for "differs" and "not judged". */
  readonly why?: string;
}

/**
 * Judges a claim. Equal values are `reproduced`; numbers (each of several) no further from the
 * book's than the tolerance are `within tolerance`; everything else `differs`, with the lab's
 * reason or "no explanation given". A claim with `judge: "why not"`, or without a measurement, is
 * `not judged`. Not-a-number reproduces nothing.
 *
 * @throws {UserError} If the tolerance is negative or the reason for not judging is empty.
 * @example
 * ```ts
 * import { judge } from "./claims.ts";
 * const claim = judge({ id: "accuracy", section: "LAB", book: 0.9048, ours: 0.9101, tolerance: 0.01 });
 * console.log(claim.verdict); // within tolerance
 * ```
 */
export function judge(input: ClaimInput): Claim {
  const { id, section, what = id, whatKo, book, ours, tolerance = null } = input;
  const words = { what, ...(whatKo !== undefined && { whatKo }) };
  const stated = { id, section, ...words, book, ours, tolerance };
  const slack = tolerance === null
    ? 0
    : typeof tolerance === "number"
    ? tolerance
    : tolerance.relative;
  if (!(slack >= 0)) {
    throw new UserError(
      `Claim ${quoted(id)}: expected a tolerance of 0 or more, found ${slack}; correct it.`,
    );
  }
  if (typeof input.judge === "string") {
    if (input.judge.trim() === "") {
      throw new UserError(
        `Claim ${
          quoted(id)
        }: expected the reason why it isn't judged, found an empty text; give it.`,
      );
    }
    return { ...stated, verdict: "not judged", why: input.judge };
  }
  if (ours === null) {
    return { ...stated, verdict: "not judged", why: input.why ?? "this run did not measure it" };
  }
  const extra = input.why === undefined ? {} : { why: input.why };
  if (same(book, ours)) return { ...stated, verdict: "reproduced", ...extra };
  if (tolerance !== null && near(book, ours, tolerance)) {
    return { ...stated, verdict: "within tolerance", ...extra };
  }
  return { ...stated, verdict: "differs", why: input.why ?? "no explanation given" };
}

function isList(value: ClaimValue): value is readonly number[] {
  return typeof value === "object";
}

/** Equality that -0 passes and NaN fails. */
export function same(book: ClaimValue, ours: ClaimValue): boolean {
  if (isList(book) && isList(ours)) {
    return book.length === ours.length && book.every((value, i) => value === ours[i]);
  }
  return book === ours;
}

/** Whether a number, or each of several, is within the tolerance of the book's. */
export function near(book: ClaimValue, ours: ClaimValue, tolerance: Tolerance): boolean {
  if (typeof book === "number" && typeof ours === "number") {
    const allowed = typeof tolerance === "number" ? tolerance : tolerance.relative * Math.abs(book);
    // The distance of two decimals as a reader would take it: 0.92 - 0.91 is not above 0.01.
    const error = 4 * Number.EPSILON * Math.max(Math.abs(book), Math.abs(ours));
    return Number.isFinite(error) && Math.abs(ours - book) <= allowed + error;
  }
  if (!isList(book) || !isList(ours) || book.length !== ours.length) return false;
  return book.every((value, i) => near(value, ours[i] ?? NaN, tolerance));
}

/** The exercises of a lab: "replace `A` by `B`", read out of its `details(…)`. */

/** One change of one place. */
export interface Exercise {
  readonly question: string;
  readonly from: string;
  readonly to: string;
}

// A string, or strings joined by "+", as the first argument of details().
const QUESTION = /details\(\s*((?:(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*\+?\s*)+),/g;
const STRING = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g;

/** The text of a string literal; only quotes and backslashes are ever escaped in a question. */
const unquoted = (literal: string) => literal.slice(1, -1).replace(/\\(.)/g, "$1");

/** The exercises that ask for a replacement, in order. */
export function exercises(source: string): Exercise[] {
  return [...source.matchAll(QUESTION)].flatMap(([, literals = ""]) => {
    const question = (literals.match(STRING) ?? []).map(unquoted).join("");
    const change = /replace `([^`]+)` by `([^`]+)`/.exec(question);
    return change ? [{ question, from: change[1]!, to: change[2]! }] : [];
  });
}

/** The lab as the exercise leaves it. Throws a RangeError unless its code has the place. */
export function applied(source: string, { question, from, to }: Exercise): string {
  // The exercise quotes the place, too: only the code before the first details() counts.
  const end = source.indexOf("details(\n");
  const at = source.lastIndexOf(from, end);
  if (at < 0) throw new RangeError(`"${question}": the lab has no ${from}.`);
  return source.slice(0, end).replaceAll(from, to) + source.slice(end);
}

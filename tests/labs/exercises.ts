/** The exercises of a lab: "replace `A` by `B`", read out of its comments `//?` or its `details(…)`. */

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
  const inCalls = [...source.matchAll(QUESTION)].map(([, literals = ""]) =>
    (literals.match(STRING) ?? []).map(unquoted).join("")
  );
  const inComments = [...source.matchAll(/(?:^\/\/\?.*\n)+/gm)].map(([lines]) =>
    lines.replace(/^\/\/\? ?/gm, "").replace(/\s+/g, " ").trim()
  );
  return [...inComments, ...inCalls].flatMap((question) => {
    const change = /replace `([^`]+)` by `([^`]+)`/.exec(question);
    return change ? [{ question, from: change[1]!, to: change[2]! }] : [];
  });
}

/** The lab as the exercise leaves it. Throws a RangeError unless its code has the place. */
export function applied(source: string, { question, from, to }: Exercise): string {
  // The exercise quotes the place, too: only the code before the first one counts.
  const end = source.search(/details\(\n|^\/\/\?/m);
  const at = source.lastIndexOf(from, end);
  if (at < 0) throw new RangeError(`"${question}": the lab has no ${from}.`);
  return source.slice(0, end).replaceAll(from, to) + source.slice(end);
}

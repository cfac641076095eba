/** The exercises of a lab: "replace `A` by `B`", read out of its comments `//?` or its `details(…)`. */

/** One change of one place. */
export interface Exercise {
  readonly question: string;
  readonly from: string;
  readonly to: string;
  /** The checks that fail afterwards, as the answer says: 'the check "…" fails'. */
  readonly fails: readonly string[];
}

// A string, or strings joined by "+", as the first argument of details().
const QUESTION = /details\(\s*((?:(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*\+?\s*)+),/g;
const STRING = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g;

/** The text of a string literal; only quotes and backslashes are ever escaped in a question. */
const unquoted = (literal: string) => literal.slice(1, -1).replace(/\\(.)/g, "$1");

/** The exercises that ask for a replacement, in order. */
export function exercises(source: string): Exercise[] {
  const inCalls = [...source.matchAll(QUESTION)].map(([, literals = ""]) => ({
    question: (literals.match(STRING) ?? []).map(unquoted).join(""),
    answer: "",
  }));
  const words = (lines: string) => lines.replace(/^\/\/[?!] ?/gm, "").replace(/\s+/g, " ").trim();
  const inComments = [...source.matchAll(/((?:^\/\/\?.*\n)+)((?:^\/\/!.*\n)*)/gm)].map(
    ([, question = "", answer = ""]) => ({ question: words(question), answer: words(answer) }),
  );
  return [...inComments, ...inCalls].flatMap(({ question, answer }) => {
    const change = /replace `([^`]+)` by `([^`]+)`/.exec(question);
    const fails = [...answer.matchAll(/the check "([^"]+)" fails/g)].map(([, what = ""]) => what);
    return change ? [{ question, from: change[1]!, to: change[2]!, fails }] : [];
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

/** What a lab's text states of the book, held against the records of labs/chapter/claims. */
import type { ChapterClaim } from "../../labs/chapter/claims/mod.ts";

/** What the check needs of a record. */
type Named = Pick<ChapterClaim, "id" | "lab">;

/** `claim("id"`, or `claim(` and the first sign of anything else. */
const CALL = /\bclaim\(\s*(?:"((?:[^"\\]|\\.)*)"|(\S))/g;
const STRING = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g;
/**
 * A value of the book beside the one of the run, as records have it, or judged without a record.
 */
const BOOK_VALUE = /\bbook\??\s*:|\bjudge\(|\bClaimInput\b/;

/** The lab's code without comments: block comments, and lines that are nothing but a comment. */
const code = (source: string) =>
  source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");

/**
 * One sentence for each record of the lab that it does not state exactly once, for each claim that
 * is not its own, and for a book's value that the lab has typed in.
 */
export function claimProblems(
  { name, source }: { readonly name: string; readonly source: string },
  records: readonly Named[],
): string[] {
  const path = `labs/${name}.ts`;
  const text = code(source);
  const calls = [...text.matchAll(CALL)];
  const stated = calls.flatMap(([, id]) => id ?? []);
  const own = records.filter(({ lab }) => lab === name).map(({ id }) => id);
  const times = (id: string) => stated.filter((each) => each === id).length;
  return [
    ...calls.filter(([, , other]) => other !== undefined)
      .map(([call]) =>
        `${path}: expected claim("…") with its id in quotes, found ${call}; write it.`
      ),
    ...own.filter((id) => times(id) !== 1)
      .map((id) =>
        `${path}: expected claim("${id}", …) once, found it ${times(id)} times; state the record ` +
        `of labs/chapter/claims once, or remove it.`
      ),
    ...stated.filter((id) => !own.includes(id))
      .map((id) =>
        `${path}: expected a claim of this lab, found claim("${id}"); add its record to ` +
        `labs/chapter/claims, or make a check of it.`
      ),
    ...text.replace(STRING, '""').split("\n").filter((line) => BOOK_VALUE.test(line))
      .map((line) =>
        `${path}: expected no value of the book, found "${line.trim()}"; ` +
        `put it into labs/chapter/claims.`
      ),
  ];
}

/** One sentence for each record that is there twice, or belongs to no lab. */
export function recordProblems(records: readonly Named[], labs: readonly string[]): string[] {
  const keys = records.map(({ id, lab }) => `${lab}: ${id}`);
  return [
    ...keys.filter((key, i) => keys.indexOf(key) !== i)
      .map((key) => `labs/chapter/claims: found the record ${key} twice; remove one.`),
    ...records.filter(({ lab }) => !labs.includes(lab))
      .map(({ id, lab }) =>
        `labs/chapter/claims: the record ${id} names no lab: ${lab}; correct it.`
      ),
  ];
}

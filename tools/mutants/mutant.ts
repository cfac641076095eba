/** A mutant: one line of the program made wrong, which a test must notice. */
import { isFile } from "../../core/data/read.ts";

/** One sabotage, as `tests/mutants/` lists it. */
export interface Mutant {
  /** The file that is changed, from the project's folder. */
  readonly file: string;
  /** Stands in the file exactly once, within one line. */
  readonly find: string;
  /** What takes its place. */
  readonly replace: string;
  /** What a user would suffer, in one sentence. */
  readonly why: string;
  /** The test files or folders of which at least one test must fail. */
  readonly tests: readonly string[];
}

/** How the tool names a mutant on one line. */
export const titleOf = ({ file, why }: Mutant): string => `${file}: ${why}`;

/**
 * The text of the mutant's file with the sabotage in it.
 *
 * @throws {RangeError} If `find` does not stand in the text exactly once.
 */
export function sabotaged({ find, replace }: Mutant, text: string): string {
  const count = text.split(find).length - 1;
  if (count !== 1) throw new RangeError(`expected ${quoted(find)} once, found it ${times(count)}`);
  return text.replace(find, () => replace);
}

/** One sentence per mutant that no longer fits the project in `root` (with a slash at its end). */
export async function staleMutants(mutants: readonly Mutant[], root: string): Promise<string[]> {
  const found = await Promise.all(mutants.map((mutant) => problem(mutant, root)));
  return mutants.flatMap((mutant, i) =>
    found[i] === undefined ? [] : [`Stale mutant, ${titleOf(mutant)} (${found[i]}).`]
  );
}

async function problem(mutant: Mutant, root: string): Promise<string | undefined> {
  const { file, find, replace, tests } = mutant;
  if (find === replace) return "find and replace are the same";
  if (find.includes("\n")) return "find spans several lines";
  if (tests.length === 0) return "it names no tests";
  for (const path of tests) if (!await exists(root + path)) return `there is no ${path}`;
  if (!await isFile(root + file)) return "there is no such file";
  try {
    sabotaged(mutant, await Deno.readTextFile(root + file));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return error.message;
  }
  return undefined;
}

const exists = (path: string): Promise<boolean> => Deno.stat(path).then(() => true, () => false);
const quoted = (text: string): string => `\`${text}\``;
const times = (count: number): string => count === 0 ? "nowhere" : `${count} times`;

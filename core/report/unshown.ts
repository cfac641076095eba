/** Parts of a report that cannot be shown: the report says so at their place instead of being lost. */
import { UserError } from "../base/errors.ts";
import { visible } from "../base/quoted.ts";

/** A problem in one line: of a mistake its sentence, of another error its kind, too. */
export function problemOf(error: unknown): string {
  if (error instanceof UserError) return visible(error.message);
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return visible(text.split("\n")[0] ?? "");
}

/** Collects the problems of one report, in the order in which they are found, each once. */
export class Unshown {
  readonly #problems = new Set<string>();

  /** One sentence per problem. */
  get problems(): readonly string[] {
    return [...this.#problems];
  }

  /** Keeps a problem and gives its sentence. */
  add(error: unknown): string {
    const problem = problemOf(error);
    this.note(problem);
    return problem;
  }

  /** Keeps the sentence of a problem. */
  note(problem: string): void {
    this.#problems.add(problem);
  }

  /** What `make` gives, or what `instead` makes of the problem if it throws. */
  attempt<T>(make: () => T, instead: (problem: string) => T): T {
    try {
      return make();
    } catch (error) {
      return instead(this.add(error));
    }
  }
}

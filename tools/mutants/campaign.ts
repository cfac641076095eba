/** Tries mutants one after the other, in several copies of the project at once. */
import { UserError } from "../../dsl/errors.ts";
import { cleanCopy, copyProject } from "./copy.ts";
import { type Mutant, sabotaged, staleMutants, titleOf } from "./mutant.ts";
import { runTests } from "./tests.ts";

/** How mutants are tried. */
export interface CampaignOptions {
  /** The project's folder, with a slash at its end. */
  readonly root: string;
  /** How many mutants are tried at the same time. */
  readonly jobs: number;
  /** How long the tests of one mutant may take. */
  readonly seconds: number;
  /** Ends everything at once and removes the copies. */
  readonly signal: AbortSignal;
  /** Takes one line per mutant, as soon as it is known. */
  readonly print: (line: string) => void;
}

/**
 * Tries each mutant in a copy of the project.
 *
 * @returns The mutants that no test noticed.
 * @throws {UserError} If a mutant no longer fits the project, or if a test fails without a mutant.
 */
export async function tryMutants(
  mutants: readonly Mutant[],
  options: CampaignOptions,
): Promise<Mutant[]> {
  const { root, jobs, print } = options;
  const stale = await staleMutants(mutants, root);
  if (stale.length > 0) {
    console.error(stale.join("\n"));
    throw new UserError(
      `Cannot try mutants: expected a list that fits the program, found ${stale.length} stale ` +
        "mutants. Correct the list in tests/mutants/.",
    );
  }
  const within = `${root}.convlab/mutants`;
  await Deno.mkdir(within, { recursive: true });
  const folder = await Deno.makeTempDir({ dir: within });
  try {
    const copies = Array.from({ length: jobs }, (_, i) => `${folder}/${i + 1}/`);
    for (const copy of copies) await copyProject(root, copy);
    await checkUntouched(mutants, copies, options);
    const survived: Mutant[] = [];
    await shareOut(mutants, copies, options.signal, async (mutant, copy, signal) => {
      const ending = await tryMutant(mutant, copy, { ...options, signal });
      if (ending.passed) survived.push(mutant);
      print(`${titleOf(mutant)}\n    ${ending.passed ? "SURVIVED" : `caught: ${ending.reason}`}`);
    });
    return survived;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Gives each copy the next piece of work as soon as it is free. An error ends the others' work. */
async function shareOut<T>(
  work: Iterable<T>,
  copies: readonly string[],
  signal: AbortSignal,
  each: (item: T, copy: string, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failed = new AbortController();
  const waiting = Iterator.from(work);
  const ended = await Promise.allSettled(copies.map(async (copy) => {
    try {
      for (const item of waiting) {
        await each(item, copy, AbortSignal.any([signal, failed.signal]));
      }
    } catch (error) {
      failed.abort(error);
      throw error;
    }
  }));
  if (ended.some(({ status }) => status === "rejected")) throw failed.signal.reason;
}

/** Proves that the tests pass as they are: otherwise every mutant would seem to be caught. */
async function checkUntouched(
  mutants: readonly Mutant[],
  copies: readonly string[],
  { seconds, signal, print }: CampaignOptions,
): Promise<void> {
  const paths = new Set(mutants.flatMap(({ tests }) => tests));
  await shareOut(paths, copies, signal, async (path, copy, signal) => {
    const ending = await runTests(copy, [path], { seconds, signal });
    await cleanCopy(copy);
    if (ending.passed) return;
    throw new UserError(
      `Cannot try mutants: expected ${path} to pass without one, but this failed: ` +
        `${ending.reason}; make it pass first.`,
    );
  });
  print(`Without a mutant, ${paths.size} test files or folders pass.`);
}

async function tryMutant(mutant: Mutant, copy: string, options: CampaignOptions) {
  const path = copy + mutant.file;
  const text = await Deno.readTextFile(path);
  await Deno.writeTextFile(path, sabotaged(mutant, text));
  try {
    return await runTests(copy, mutant.tests, options);
  } finally {
    await Deno.writeTextFile(path, text);
    await cleanCopy(copy);
  }
}

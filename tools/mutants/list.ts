/** Reads the list of mutants, and chooses from it. */
import { pathToFileURL } from "node:url";
import { seededRandom } from "../../core/base/random.ts";
import { type Mutant, titleOf } from "./mutant.ts";

/** Where a project keeps its list: one module per room, whose default export is a list. */
export const LIST = "tests/mutants/";

/** All mutants of the project in `root` (with a slash at its end), room by room. */
export async function readMutants(root: string): Promise<Mutant[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(root + LIST)) {
    if (name.endsWith(".ts") && !name.endsWith("_test.ts")) names.push(name);
  }
  const modules = names.sort().map((name) => import(pathToFileURL(root + LIST + name).href));
  return (await Promise.all(modules)).flatMap((module: { default: Mutant[] }) => module.default);
}

/** Which mutants to try. */
export interface Choice {
  /** Only those whose file or sentence it matches. */
  readonly only?: RegExp | undefined;
  /** So many of them, drawn at random. */
  readonly random?: number | undefined;
  /** Decides which are drawn. */
  readonly seed: number;
}

/** The chosen mutants, in the order of the list. */
export function choose(
  mutants: readonly Mutant[],
  { only = /^/, random, seed }: Choice,
): readonly Mutant[] {
  const matching = mutants.filter((mutant) => only.test(titleOf(mutant)));
  if (random === undefined) return matching;
  const { uniform } = seededRandom(seed).fork("mutants");
  const drawn = matching.map((mutant) => ({ mutant, lot: uniform() }))
    .sort((a, b) => a.lot - b.lot).slice(0, random).map(({ mutant }) => mutant);
  return matching.filter((mutant) => drawn.includes(mutant));
}

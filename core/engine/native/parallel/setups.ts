/** What each rank of a group has to do: its range of the weights, and the update of that range. */
import { isGradient, type WeightUpdate } from "../../step.ts";
import { type Compiled, compileProgram } from "../compile.ts";
import type { RankSetup } from "./rank.ts";
import { countOf, cutNumbers, shareMemory } from "./shared_memory.ts";

/** One setup per rank, with the memory that they share. */
export function rankSetups(update: WeightUpdate, ranks: number): RankSetup[] {
  const ranges = cutNumbers(countOf(update), ranks);
  const compiled = new Map<number, Compiled>();
  const compiledFor = (length: number): Compiled | undefined => {
    if (length > 0 && !compiled.has(length)) {
      compiled.set(length, compileProgram(update.program(length, ranks)));
    }
    return compiled.get(length);
  };
  const updates = ranges.map(({ begin, end }) => compiledFor(end - begin));
  const scalars = updates.find((update) => update)!.feeds.flatMap(({ names }) => names)
    .filter((name) => !isGradient(name));
  const memory = shareMemory(update, scalars.length, ranks);
  const { weights, slots } = update;
  return updates.map((update, rank) => (
    { rank, ranges, memory, weights, slots, scalars, update }
  ));
}

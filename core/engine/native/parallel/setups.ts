/** What each rank of a group has to do. */
import type { WeightUpdate } from "../../step.ts";
import {
  countOf,
  cutNumbers,
  type Range,
  type SharedBuffers,
  shareMemory,
} from "./shared_memory.ts";
import { type UpdatePass, updatePass } from "./update_pass.ts";

/** What a rank needs to know. All of it can be sent to a worker. */
export interface RankSetup {
  readonly rank: number;
  /** Each rank's range of the weights. */
  readonly ranges: readonly Range[];
  readonly buffers: SharedBuffers;
  readonly weights: readonly { readonly name: string; readonly length: number }[];
  readonly slots: readonly string[];
  readonly pass: UpdatePass;
}

/**
 * One setup per rank, with the memory that they share.
 *
 * @throws {RangeError} If ranges of the weights cannot be updated apart from each other.
 */
export function rankSetups(update: WeightUpdate, ranks: number): RankSetup[] {
  const pass = updatePass(update, ranks);
  if (!pass) throw new RangeError("The optimiser's update is no arithmetic on each number alone.");
  const { weights, slots } = update;
  const ranges = cutNumbers(countOf(update), ranks);
  const buffers = shareMemory(update, pass.scalars.length, ranks);
  return ranges.map((_, rank) => ({ rank, ranges, buffers, weights, slots, pass }));
}

/**
 * The memory that all ranks of a group see. ONNX Runtime refuses shared memory, so each rank computes
 * in arrays of its own and copies: a megabyte takes 0.1 ms.
 */
import type { WeightUpdate } from "../../step.ts";

/** Numbers that all ranks see. */
export type Shared = Float32Array<SharedArrayBuffer>;

/** What the ranks exchange. Weights, gradients and slots have the numbers of all weights side by side. */
interface Exchanged<Words, Numbers> {
  /** Words at the indices of {@linkcode WORD}. */
  readonly control: Words;
  /** The weights after the last whole step. */
  readonly weights: Numbers;
  /** The slots, which stay in the ranks until they are asked for. */
  readonly slots: readonly Numbers[];
  /** The gradient of each rank's share. Its own part of the weights is left out. */
  readonly gradients: readonly Numbers[];
  /** The update's scalars, such as the learning rate. */
  readonly scalars: Numbers;
}

/** The shared memory as a rank uses it. */
export type SharedMemory = Exchanged<Int32Array<SharedArrayBuffer>, Shared>;

/**
 * The same as it is sent to a worker. Deno 2.9 looks at each number of an array that is sent, even if
 * its memory is shared, which takes 30 ms per million; buffers it just passes on.
 */
export type SharedBuffers = Exchanged<SharedArrayBuffer, SharedArrayBuffer>;

/** The memory behind the buffers. */
export const viewMemory = (
  { control, weights, slots, gradients, scalars }: SharedBuffers,
): SharedMemory => ({
  control: new Int32Array(control),
  weights: new Float32Array(weights),
  slots: slots.map((buffer) => new Float32Array(buffer)),
  gradients: gradients.map((buffer) => new Float32Array(buffer)),
  scalars: new Float32Array(scalars),
});

/** Where each word is: those that different ranks write lie in different cache lines. */
export const WORD = {
  /** How many commands were given. */
  commands: 0,
  /** The last command: one of {@linkcode COMMAND}. */
  command: 16,
  /** The step that it is about, by its number. */
  step: 17,
  /** 1 if weights and slots in the shared memory are newer than the ranks' own. */
  fresh: 18,
  /** How often a rank has reached a meeting. */
  arrivals: 32,
  /** 1 once a rank has failed: nobody waits for it any longer. */
  failed: 48,
} as const;

/** What rank 0 tells the others to do. */
export const COMMAND = { prepare: 1, step: 2, giveSlots: 3, end: 4 } as const;

/** A range of the weights' numbers. */
export interface Range {
  readonly begin: number;
  readonly end: number;
}

/** The numbers of a cache line. */
const LINE = 16;

/**
 * Cuts `count` into one range per rank, of nearly equal length. All begin at a cache line; if there
 * are few numbers, some are empty.
 */
export function cutNumbers(count: number, ranks: number): Range[] {
  const at = (rank: number) =>
    rank === ranks ? count : Math.floor(count * rank / ranks / LINE) * LINE;
  return Array.from({ length: ranks }, (_, rank) => ({ begin: at(rank), end: at(rank + 1) }));
}

/** Cuts a batch into one range per rank; their lengths differ by one at most. */
export function cutBatch(batch: number, ranks: number): Range[] {
  const at = (rank: number) => Math.floor(batch * rank / ranks);
  return Array.from({ length: ranks }, (_, rank) => ({ begin: at(rank), end: at(rank + 1) }));
}

/** Memory for numbers that all ranks see, all zero. */
export const sharedBuffer = (length: number): SharedArrayBuffer =>
  new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT);

type Weights = Pick<WeightUpdate, "weights">;

/** How many numbers all weights have together. */
export const countOf = ({ weights }: Weights): number =>
  weights.reduce((sum, { length }) => sum + length, 0);

/** Where each weight is among the numbers of all. */
export function places({ weights }: Weights): (Range & { readonly name: string })[] {
  let end = 0;
  return weights.map(({ name, length }) => ({ name, begin: end, end: end += length }));
}

/** The memory for a group of ranks, all zero. */
export function shareMemory(
  { weights, slots }: WeightUpdate,
  scalars: number,
  ranks: number,
): SharedBuffers {
  const count = countOf({ weights });
  return {
    control: new SharedArrayBuffer(256),
    weights: sharedBuffer(count),
    slots: slots.map(() => sharedBuffer(count)),
    gradients: Array.from({ length: ranks }, () => sharedBuffer(count)),
    scalars: sharedBuffer(scalars),
  };
}

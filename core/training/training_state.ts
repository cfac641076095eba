/** What a training needs to continue after an epoch, and the file that keeps it. */
import { isRecord } from "../base/json.ts";
import { sha256Stream } from "../base/hash.ts";
import { decodeSafetensors, encodeSafetensors } from "../weights/safetensors.ts";
import type { History } from "./history.ts";

/** Numbers by the name of the variable. */
export type Variables = ReadonlyMap<string, Float32Array>;

/** A training at the end of an epoch. Its random numbers are no part: each epoch forks its own. */
export interface TrainingState {
  /** One number per finished epoch; what early stopping has seen follows from them. */
  readonly history: History;
  /**
   * The weights that training changes and, as long as it has not ended, the optimiser's moving
   * averages, by their names in the model's store.
   */
  readonly variables: Variables;
  /** The weights of the best epoch so far, if they come back at the end. */
  readonly best?: Variables;
  /** Whether no epoch is left: the last is done, or early stopping ended the training. */
  readonly ended: boolean;
}

/** Changes with the contents of the file, so that no version reads what another has written. */
export const LAYOUT = 1;

const lists = ["loss", "accuracy", "val_loss", "val_accuracy", "seconds"] as const;

/**
 * Encodes a state as a safetensors file: tensors `now/<variable>` and `best/<variable>`, the history
 * and a SHA-256 of everything in the metadata.
 */
export function encodeState({ history, variables, best, ended }: TrainingState): Uint8Array {
  const named = [
    ...[...variables].map(([name, data]) => [`now/${name}`, data] as const),
    ...[...best ?? []].map(([name, data]) => [`best/${name}`, data] as const),
  ];
  // As text, because JSON has no NaN and no infinity; the text of a number gives the same number.
  const numbers = Object.fromEntries(lists.map((list) => [list, history[list].map(String)]));
  const training = JSON.stringify({ history: numbers, ended, best: best !== undefined });
  return encodeSafetensors(
    Object.fromEntries(named.map(([name, data]) => [name, { shape: [data.length], data }])),
    { training, sha256: checksum(training, named) },
  );
}

/**
 * Decodes what `encodeState` gave.
 *
 * @param what Names the file in errors.
 * @returns Undefined if the contents are not those that were written.
 * @throws {UserError} If the file is no safetensors file, a truncated one for instance.
 */
export function decodeState(bytes: Uint8Array, what: string): TrainingState | undefined {
  const { tensors, metadata: { training = "", sha256 } } = decodeSafetensors(bytes, what);
  const named = Object.entries(tensors).map(([name, { data }]) => [name, data] as const);
  if (checksum(training, named) !== sha256) return undefined;
  const { history, ended, best }: Record<string, unknown> = JSON.parse(training);
  if (!isRecord(history)) return undefined;
  const numbers = (list: string): number[] => {
    const texts = history[list];
    return Array.isArray(texts) ? texts.map(Number) : [];
  };
  const below = (folder: string): Variables =>
    new Map(
      named.filter(([name]) => name.startsWith(folder))
        .map(([name, data]) => [name.slice(folder.length), data]),
    );
  return {
    history: {
      loss: numbers("loss"),
      accuracy: numbers("accuracy"),
      val_loss: numbers("val_loss"),
      val_accuracy: numbers("val_accuracy"),
      seconds: numbers("seconds"),
    },
    variables: below("now/"),
    ...(best === true && { best: below("best/") }),
    ended: ended === true,
  };
}

/** Safetensors has no checksum: a bit that flipped in a weight would otherwise go unnoticed. */
function checksum(training: string, named: readonly (readonly [string, Float32Array])[]): string {
  const hash = sha256Stream().update(training);
  for (const [name, data] of [...named].sort(([a], [b]) => a < b ? -1 : 1)) {
    hash.update(`\n${name} ${data.length}\n`);
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest("hex");
}

/** Refuses what would need too much memory, before it is allocated. */
import { UserError } from "./errors.ts";
import { formatBytes, MEMORY_LIMIT } from "./memory.ts";

/** The memory that something needs at least. */
export interface MemoryNeed {
  readonly bytes: number;
  /** What most of it is for, such as "conv1/kernel, 3x3x1x64". */
  readonly largest: string;
}

/**
 * Checks that something needs at most 2 GiB, or at most this machine's memory where the program has the
 * permission to ask for its size (`--allow-sys=systemMemoryInfo`).
 *
 * @param action What an error says cannot be done, such as "run the pipeline".
 * @throws {UserError} If it needs more.
 */
export function requireMemory(action: string, { bytes, largest }: MemoryNeed): void {
  if (bytes <= MEMORY_LIMIT) return;
  const limit = machineMemory();
  if (bytes <= limit) return;
  throw new UserError(
    `Cannot ${action}: expected to need at most ${formatBytes(limit)} of memory, found ` +
      `${
        formatBytes(bytes)
      } or more, mostly for ${largest}. Make its sizes or the batch smaller, or ` +
      "allow this machine's memory with --allow-sys=systemMemoryInfo.",
  );
}

/** This machine's memory, if the program may ask; otherwise, and at least, 2 GiB. */
function machineMemory(): number {
  // A page has no Deno.
  const permission = globalThis.Deno?.permissions.querySync({
    name: "sys",
    kind: "systemMemoryInfo",
  });
  return permission?.state === "granted"
    ? Math.max(MEMORY_LIMIT, Deno.systemMemoryInfo().total)
    : MEMORY_LIMIT;
}

/** Removes checkpoints that nobody will continue from. */
import { LAYOUT } from "./training_state.ts";

const HOUR_MS = 3_600_000;
/** A checkpoint that was not continued for so long is given up. */
const OLD_MS = 14 * 24 * HOUR_MS;

/** `<label>.<key>.<time>.<slot>.v<layout>.safetensors`, its lock, or a temporary file of a killed program. */
const CHECKPOINT = /\.[0-9a-f]{64}\.\d+\.\d+\.v(\d+)\.safetensors(\.lock|\.[-0-9a-f]+\.tmp)?$/;

/**
 * Removes checkpoints older than 14 days, those of another layout, and temporary files of programs
 * that were killed while they wrote. Other files in the folder stay. Whatever cannot be removed stays.
 *
 * @param now Milliseconds since 1970.
 */
export async function sweepCheckpoints(folder: string, now = Date.now()): Promise<void> {
  try {
    for await (const { name, isFile } of Deno.readDir(folder)) {
      const [, layout, extra = ""] = (isFile && CHECKPOINT.exec(name)) || [];
      if (layout === undefined) continue;
      const path = `${folder}/${name}`;
      const age = now - ((await Deno.stat(path)).mtime?.getTime() ?? now);
      const limit = extra.endsWith(".tmp") ? HOUR_MS : Number(layout) === LAYOUT ? OLD_MS : 0;
      if (age > limit) await Deno.remove(path);
    }
  } catch {
    // The folder is missing, may not be read, or another process has just removed a file.
  }
}

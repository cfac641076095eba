/** Where a lab keeps its checkpoints, if it may write there. */
import { defaultCacheDir, fromProject } from "../data/paths.ts";
import { Checkpoints } from "../training/checkpoints.ts";

/** The checkpoints of a lab, opened by its first training. */
export interface LabCheckpoints {
  /** Undefined if the lab may not write there: it then trains without checkpoints. */
  open(): Promise<Checkpoints | undefined>;
  /** Removes them, because the lab's report is written. */
  clear(): Promise<void>;
}

/**
 * Keeps a lab's checkpoints in `checkpoints/` of the cache's folder.
 *
 * @param label The lab's name: another lab does not continue its trainings.
 * @param fresh Whether trainings start anew.
 * @param tell Receives one line if the lab may not write there.
 */
export function labCheckpoints(
  label: string,
  fresh: boolean,
  tell: (line: string) => void,
): LabCheckpoints {
  const open = async () => {
    const folder = `${defaultCacheDir()}/checkpoints`;
    for (const name of ["read", "write"] as const) {
      if ((await Deno.permissions.query({ name, path: folder })).state === "granted") continue;
      tell(
        `Training without checkpoints: expected ${name} access to ${fromProject(folder)}, ` +
          "found none. If the lab is killed, its trainings start anew.",
      );
      return undefined;
    }
    return new Checkpoints(folder, { label, fresh, tell });
  };
  let opening: Promise<Checkpoints | undefined> | undefined;
  return {
    open: () => opening ??= open(),
    async clear() {
      await (await opening)?.clear();
    },
  };
}

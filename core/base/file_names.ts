/** Names that not every system gives a file. */
import { quoted } from "./quoted.ts";

/** The devices of Windows: a file of such a name cannot be opened there, whatever its ending. */
const DEVICES = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])$/i;

/** Whether Windows keeps the name for a device: "con", "nul.txt". */
export const isDevice = (name: string): boolean =>
  DEVICES.test((name.split(".")[0] ?? "").trimEnd());

/** What Windows cannot have in a path such as `a:b`, `reports.` or `nul`; undefined if it can. */
export function windowsProblem(path: string): string | undefined {
  for (const name of path.replace(/^[A-Za-z]:(?=[\\/])/, "").split(/[\\/]/)) {
    const wrong = /[<>:"|?*]/.exec(name)?.[0];
    if (wrong !== undefined) return `${wrong} in the name ${quoted(name)}`;
    if (isDevice(name)) return `${quoted(name)}, the name of a device`;
    if (/[. ]$/.test(name) && !/^\.{1,2}$/.test(name)) {
      return `the name ${quoted(name)}, which ends in a ${name.endsWith(".") ? "dot" : "space"}`;
    }
  }
  return undefined;
}

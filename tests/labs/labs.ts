/** Runs labs as a reader does: `deno run` with the permissions of the header. */
import { labFile } from "../../tools/cli/lab_files.ts";
import { permissionsOf } from "../../tools/cli/permissions.ts";
import { root } from "../cli/convlab.ts";

/** Starts a lab that writes its report to `out`. */
export async function startLab(
  name: string,
  out: string,
  args: readonly string[] = [],
): Promise<Deno.ChildProcess> {
  const lab = await labFile(name);
  return new Deno.Command("deno", {
    args: ["run", "--no-prompt", ...permissionsOf(lab, { out }), lab.path, "--out", out, ...args],
    cwd: root,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Runs a lab to its end: its exit code and what it said on both channels. */
export async function runLab(
  name: string,
  out: string,
  args: readonly string[] = [],
): Promise<{ code: number; said: string }> {
  const { code, stdout, stderr } = await (await startLab(name, out, args)).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, said: text(stdout) + text(stderr) };
}

/** Runs labs as a reader does: `deno run` with the permissions of the header. */
import { isAbsolute, relative, resolve } from "node:path";
import { labFile } from "../../tools/cli/lab_files.ts";
import { permissionsOf } from "../../tools/cli/permissions.ts";
import { root } from "../cli/convlab.ts";

/** Starts a lab that writes its report to `out`; Deno writes every request for access to `audit`. */
export async function startLab(
  name: string,
  out: string,
  args: readonly string[] = [],
  audit?: string,
): Promise<Deno.ChildProcess> {
  const lab = await labFile(name);
  return new Deno.Command("deno", {
    args: ["run", "--no-prompt", ...permissionsOf(lab, { out }), lab.path, "--out", out, ...args],
    cwd: root,
    ...(audit !== undefined && { env: { DENO_AUDIT_PERMISSIONS: audit } }),
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
  audit?: string,
): Promise<{ code: number; said: string }> {
  const { code, stdout, stderr } = await (await startLab(name, out, args, audit)).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, said: text(stdout) + text(stderr) };
}

/**
 * The requests for access that a lab's permissions do not cover. In a terminal Deno asks the reader
 * about each of them.
 *
 * @param audit The file in which Deno wrote all requests, one per line.
 */
export async function uncovered(name: string, out: string, audit: string): Promise<string[]> {
  const allowed = new Map(
    permissionsOf(await labFile(name), { out }).map((flag) => {
      const [, what = "", where] = /^--allow-(\w+)(?:=(.*))?$/.exec(flag) ?? [];
      return [what, where?.split(",")];
    }),
  );
  const covers = (what: string, value: string): boolean => {
    if (!allowed.has(what)) return false;
    const where = allowed.get(what);
    if (!where) return true;
    if (what === "env") return where.includes(value);
    return where.some((place) => {
      const inside = relative(resolve(root, place), resolve(root, value));
      return !inside.startsWith("..") && !isAbsolute(inside);
    });
  };
  const lines = (await Deno.readTextFile(audit)).trim().split("\n");
  const requests = lines.map((line): { permission: string; value: string } => JSON.parse(line));
  return requests.filter(({ permission, value }) => !covers(permission, value))
    .map(({ permission, value }) => `${permission} ${value}`);
}

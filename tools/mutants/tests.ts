/** Runs tests in a copy of the project. */

/** How a run of tests ended. */
export type Ending =
  | { readonly passed: true }
  | { readonly passed: false; readonly reason: string };

/** As `deno task test:unit` does, but that types are checked elsewhere. */
const FLAGS = [
  ...["--no-check", "--quiet", "--fail-fast"],
  ...["--allow-env", "--allow-read", "--allow-write", "--allow-ffi", "--allow-run=deno"],
  "--allow-net=127.0.0.1,localhost",
];

/**
 * Runs tests in the folder `copy` until the first of them fails.
 *
 * @param paths Files or folders, from the copy's folder.
 * @param seconds How long they may take; a run that takes longer has failed.
 * @param signal Ends the run at once.
 */
export async function runTests(
  copy: string,
  paths: readonly string[],
  { seconds, signal }: { readonly seconds: number; readonly signal: AbortSignal },
): Promise<Ending> {
  const late = AbortSignal.timeout(seconds * 1000);
  const child = new Deno.Command("deno", {
    args: ["test", ...FLAGS, ...paths],
    cwd: copy,
    env: { NO_COLOR: "1", CONVLAB_CACHE: `${copy}.convlab/cache` },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    signal: AbortSignal.any([signal, late]),
  }).spawn();
  const { success, stdout, stderr } = await child.output();
  signal.throwIfAborted();
  if (late.aborted) return { passed: false, reason: `no end within ${seconds} s` };
  if (success) return { passed: true };
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { passed: false, reason: firstFailure(text(stdout), text(stderr)) };
}

/** The first test that failed and its file, or why no test was run. */
export function firstFailure(stdout: string, stderr: string): string {
  const [, name, place] = /^(\S.*) => (?:\.\/)?(\S+):\d+:\d+$/m.exec(stdout) ?? [];
  if (name !== undefined) return `${name} (${place})`;
  const [, file] = /^(?:\.\/)?(\S+) \(uncaught error\)$/m.exec(stdout) ?? [];
  if (file !== undefined) return `${file} does not load`;
  return stderr.split("\n").find((line) => line.startsWith("error: ")) ?? "no test that has a name";
}

/** Runs `tools/convlab.ts` as the tasks do, for tests. */
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** The exit code and the output of a process. */
export interface ProcessResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of the command line with the permissions of its task. */
export async function convlab(
  args: readonly string[],
  permissions: readonly string[] = ["--allow-env", "--allow-read", "--allow-run=deno"],
): Promise<ProcessResult> {
  const { code, stdout, stderr } = await new Deno.Command("deno", {
    args: ["run", "--no-prompt", ...permissions, "tools/convlab.ts", ...args],
    cwd: root,
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** The result of a mistake of the user: only the sentence on stderr, exit code 2. */
export const mistake = (sentence: string): ProcessResult => ({
  code: 2,
  stdout: "",
  stderr: `${sentence}\n`,
});

/** Calls `use` with a temporary folder, and removes it afterwards. */
export async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

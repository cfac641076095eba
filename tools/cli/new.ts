/** `deno task new`: creates a lab to begin with. */
import { join } from "node:path";
import { Command } from "../../core/base/command_line.ts";
import { isDevice } from "../../core/base/file_names.ts";
import { UserError } from "../../dsl/errors.ts";
import { quoted } from "../../core/base/quoted.ts";
import { root } from "./paths.ts";

const EXAMPLES = `
Example:
  deno task new my_idea      writes labs/my_idea.ts, which runs as it is
  deno task lab my_idea      runs it and writes reports/my_idea.html
  deno task watch my_idea    runs it again whenever you save`;

/** The command `new`. */
export const command = () =>
  new Command("deno task new")
    .description("Creates labs/NAME.ts, a small lab that runs as it is.")
    .argument("<name>", "lower-case letters, digits and _, such as my_idea")
    .option("--debug", "print the stack trace of errors", false)
    .addHelpText("after", EXAMPLES)
    .action(async (name) => console.log(await newLab(name, join(root, "labs"))));

/**
 * Writes the new lab.
 *
 * @returns A sentence that says how to run it.
 * @throws {UserError} If the name is invalid or taken.
 */
export async function newLab(name: string, folder: string): Promise<string> {
  if (!/^[a-z0-9][a-z0-9_]*$/.test(name)) {
    throw new UserError(
      `Cannot create the lab ${
        quoted(name)
      }: expected a name of lower-case letters, digits and _. ` +
        "Choose one such as my_idea.",
    );
  }
  if (isDevice(name)) {
    throw new UserError(
      `Cannot create the lab ${
        quoted(name)
      }: expected a name that every system gives a file, found a ` +
        "device of Windows. Choose another.",
    );
  }
  const text = await Deno.readTextFile(new URL("../lab_template.ts", import.meta.url));
  try {
    await Deno.writeTextFile(
      join(folder, `${name}.ts`),
      text.replace("tools/lab_template.ts", `labs/${name}.ts`),
      { createNew: true },
    );
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    throw new UserError(
      `Cannot write labs/${name}.ts: expected a new name, found a lab of that name. Choose another.`,
    );
  }
  return `Created labs/${name}.ts. Run it with: deno task lab ${name}`;
}

/** `deno task lab`: one lab, with the permissions of its header. */
import { resolve } from "node:path";
import { Command } from "../../core/base/command_line.ts";
import { withLabOptions } from "../../core/lab/options.ts";
import { openInBrowser } from "./browser.ts";
import { findLab, labFile, labNames } from "./lab_files.ts";
import { permissionsOf } from "./permissions.ts";
import { root, userPaths } from "./paths.ts";
import { givenOptions } from "./given_options.ts";
import { onInterrupt, runDeno } from "./start.ts";

const EXAMPLES = `
Examples:
  deno task lab 10                       the lab with number 10, in quick mode
  deno task lab convolution --open       found by a part of its name; opens its report
  deno task lab 10 --full --epochs 3     the real data, but 3 epochs only
  deno task lab 10 --seed 1 --engine cpu other random numbers, another engine`;

/** The command `lab`. */
export function command() {
  const lab = withLabOptions(new Command("deno task lab"))
    .argument("<lab>", "its number, or a part of its name")
    .option("--open", "open the report in the browser", false)
    .description("Runs one lab and writes its report: one HTML file that opens offline.")
    .addHelpText("after", EXAMPLES);
  return lab.action(async (wanted, options) => {
    const file = await labFile(findLab(wanted, await labNames()));
    const where = userPaths(options);
    const args = givenOptions(lab, { without: ["open"], instead: where });
    const permissions = permissionsOf(file, { ...where, download: options.download });
    const { signal } = onInterrupt();
    const code = await runDeno([...permissions, file.path, ...args], signal);
    if (code === 0 && options.open) {
      await openInBrowser(resolve(root, where.out, `${file.name}.html`));
    }
    Deno.exit(code);
  });
}

/** `deno task lab`: runs one lab with the permissions in its header. */
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
  deno task lab 10                       lab 10 in quick mode
  deno task lab convolution --open       a lab by a part of its name, then its report
  deno task lab 10 --full --epochs 3     full data, but 3 epochs
  deno task lab 10 --seed 1 --engine cpu another seed, another engine`;

/** The command `lab`. */
export function command() {
  const lab = withLabOptions(new Command("deno task lab"))
    .argument("<lab>", "number, or part of the name")
    .option("--open", "open the report in the browser", false)
    .description("Runs one lab and writes its report, one HTML file that needs no network.")
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

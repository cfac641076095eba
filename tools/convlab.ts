/** ConvLab's command line: `deno task` calls it with one of these commands. */
import { type Command, parse } from "../core/base/command_line.ts";
import { requireDeno } from "../core/base/deno_version.ts";
import { exitWithError } from "../core/lab/failure.ts";
import { UserError } from "../dsl/errors.ts";
import { quoted } from "../core/base/quoted.ts";

/** The commands, each loaded only when it is needed: `eval` imports engines, `new` does not. */
const commands = {
  labs: () => import("./cli/labs.ts"),
  lab: () => import("./cli/lab.ts"),
  eval: () => import("./cli/eval.ts"),
  bench: () => import("./cli/bench.ts"),
  new: () => import("./cli/new.ts"),
  watch: () => import("./cli/watch.ts"),
  ko: () => import("./cli/ko.ts"),
};

async function main([name = "--help", ...args]: readonly string[]): Promise<void> {
  requireDeno();
  if (name === "--help" || name === "-h") return await help();
  const load = new Map(Object.entries(commands)).get(name);
  if (load) {
    // The type of each command depends on its options, which parsing does not need to know.
    const command: unknown = (await load()).command();
    return await parse(command as Command, args);
  }
  throw new UserError(
    `Cannot run ${quoted(name)}: expected one of ${Object.keys(commands).join(", ")}. ` +
      "Use --help to see what each does.",
  );
}

async function help(): Promise<void> {
  console.log("Usage: deno task <command> [options]\n");
  for (const [name, load] of Object.entries(commands)) {
    console.log(`  ${name.padEnd(8)}${(await load()).command().description()}`);
  }
  console.log(
    "\nUse deno task <command> --help for the options of a command, and deno task for all tasks.",
  );
}

await main(Deno.args).catch((error) => exitWithError(error, Deno.args.includes("--debug")));

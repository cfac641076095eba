/** ConvLab's command line: `deno task` calls it with one of these commands. */
import { type Command, parse } from "../core/base/command_line.ts";
import { exitWithError } from "../core/lab/failure.ts";
import { UserError } from "../dsl/errors.ts";

/** Loaded one at a time: `eval` needs an engine, `new` does not. */
const commands = {
  labs: () => import("./cli/labs.ts"),
  lab: () => import("./cli/lab.ts"),
  eval: () => import("./cli/eval.ts"),
  bench: () => import("./cli/bench.ts"),
  new: () => import("./cli/new.ts"),
  watch: () => import("./cli/watch.ts"),
};

async function main([name = "--help", ...args]: readonly string[]): Promise<void> {
  if (name === "--help" || name === "-h") return await help();
  const load = new Map(Object.entries(commands)).get(name);
  if (load) {
    // Each command has a type of its own, made of its options; parsing needs none of it.
    const command: unknown = (await load()).command();
    return await parse(command as Command, args);
  }
  throw new UserError(
    `Cannot run "${name}": expected one of ${Object.keys(commands).join(", ")}; ` +
      "--help says what each does.",
  );
}

async function help(): Promise<void> {
  console.log("Usage: deno task <command> [options]\n");
  for (const [name, load] of Object.entries(commands)) {
    console.log(`  ${name.padEnd(8)}${(await load()).command().description()}`);
  }
  console.log(
    "\ndeno task <command> --help says more. deno task alone lists the project's own tasks.",
  );
}

await main(Deno.args).catch((error) => exitWithError(error, Deno.args.includes("--debug")));

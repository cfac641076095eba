/**
 * Makes the program wrong, one line at a time, and says which of these mutants no test notices.
 * `deno task test:mutants`
 */
import { Command, parse, wholeNumber } from "../core/base/command_line.ts";
import { fromFileUrl } from "../core/base/paths.ts";
import { reason } from "../core/data/read.ts";
import { UserError } from "../dsl/errors.ts";
import { exitWithError, SIGNALS } from "../core/lab/failure.ts";
import { tryMutants } from "./mutants/campaign.ts";
import { choose, readMutants } from "./mutants/list.ts";
import { titleOf } from "./mutants/mutant.ts";

const EXAMPLES = `
A mutant is caught if one of its tests fails, or if they take longer than --seconds.
The exit code is 0 if none survives, 1 if one does, 2 if the list no longer fits the project.
Examples:
  deno task test:mutants                       all of tests/mutants/
  deno task test:mutants --only core/training  those whose file or sentence matches
  deno task test:mutants --random 10 --seed 7  ten of them; the same seed draws the same ten`;

/** 20261125 on that day: each day draws others, and a day's can be drawn again. */
const today = (): number => Number(new Date().toISOString().slice(0, 10).replaceAll("-", ""));

const pattern = (text: string): RegExp => {
  try {
    return new RegExp(text);
  } catch (error) {
    throw new UserError(`Cannot use --only ${text}: ${reason(error)}.`);
  }
};

const command = new Command("deno task test:mutants")
  .description("Applies one-line sabotages to a copy of the project; no test may miss one.")
  .option("--only <regex>", "only mutants whose file or sentence matches", pattern)
  .option("--random <n>", "only so many, drawn at random", wholeNumber(1))
  .option("--seed <n>", "decides which are drawn (default: the date)", wholeNumber(0))
  .option("--jobs <n>", "how many are tried at the same time", wholeNumber(1), 2)
  .option("--seconds <n>", "how long the tests of one mutant may take", wholeNumber(1), 180)
  .option("--project <dir>", "the project to make wrong, if not this one")
  .option("--list", "print the mutants and try none", false)
  .option("--debug", "show where an error comes from", false)
  .addHelpText("after", EXAMPLES)
  .action(async ({ only, random, seed = today(), project, list, ...options }) => {
    const root = project === undefined
      ? fromFileUrl(new URL("../", import.meta.url))
      : `${await Deno.realPath(project)}/`;
    const mutants = choose(await readMutants(root), { only, random, seed });
    if (random !== undefined) console.log(`${mutants.length} mutants drawn with --seed ${seed}`);
    if (list) return mutants.forEach((mutant) => console.log(titleOf(mutant)));
    const stop = new AbortController();
    const interrupt = () => stop.abort();
    Deno.addSignalListener("SIGINT", interrupt);
    const survived = await tryMutants(mutants, {
      ...options,
      root,
      signal: stop.signal,
      print: console.log,
    }).catch((error) => {
      if (!stop.signal.aborted) throw error;
      Deno.exit(SIGNALS.SIGINT);
    });
    console.log(`${mutants.length} applied, ${survived.length} survived`);
    Deno.exit(survived.length > 0 ? 1 : 0);
  });

await parse(command, Deno.args).catch((error) =>
  exitWithError(error, Deno.args.includes("--debug"))
);

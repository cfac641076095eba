/**
 * `deno task eval`: starts `tools/convlab.ts eval` with permissions for the files that it is given, and
 * for no others.
 */
import { type Command, parse } from "../core/base/command_line.ts";
import { exitWithError } from "../core/lab/failure.ts";
import { evalCommand, evalPermissions } from "./cli/eval_command.ts";
import { runDeno } from "./cli/start.ts";

const command = evalCommand().action(async (pipeline, { input, output, weights }) => {
  const cache = Deno.env.get("CONVLAB_CACHE");
  const flags = evalPermissions({ pipeline, input, output, weights, cache });
  Deno.exit(await runDeno([...flags, "tools/convlab.ts", "eval", ...Deno.args]));
});
// The type depends on the arguments, which parsing does not need to know.
await parse(command as unknown as Command, Deno.args)
  .catch((error) => exitWithError(error, Deno.args.includes("--debug")));

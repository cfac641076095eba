/** The arguments of `deno task eval`, and the permissions that they need. */
import { dirname, resolve } from "node:path";
import { Command, Option, wholeNumber } from "../../core/base/command_line.ts";
import { engineNames } from "../../core/engine/open.ts";
import { root, userPath } from "./paths.ts";

const EXAMPLES = `
The pipeline begins with the step input. The file of --input contains the tensor x, of shape
[batch, height, width, channels] or [batch, length]; the result y is written to the file of --output.
With --grad, the input also contains dy, of y's shape, and the output also contains the gradients of
Σ y·dy: dx, and d<weight name> for every trainable weight, such as dconv1/kernel.

Example:
  echo '{"convlab":1,"steps":[{"step":"input","shape":[28,28,1]},{"step":"pool","size":2}]}' > p.json
  deno task eval p.json --input x.safetensors --output y.safetensors`;

/** The command, without what it does. */
export const evalCommand = () =>
  new Command("deno task eval")
    .description("Runs a pipeline written as JSON on the tensor x of a safetensors file.")
    .argument("<pipeline>", "JSON file of the pipeline")
    .requiredOption("--input <file>", "safetensors file with x, and with dy if --grad")
    .requiredOption("--output <file>", "safetensors file to write")
    .option("--weights <file>", "safetensors, .keras, .h5 or a layers model; random if not given")
    .option("--seed <n>", "seed of random weights", wholeNumber(0), 0)
    .addOption(
      new Option("--engine <name>", "engine that computes").choices(engineNames).default("auto"),
    )
    .option("--threads <n>", "number of threads that compute", wholeNumber(1))
    .option("--grad", "compute gradients, too", false)
    .option("--debug", "print the stack trace of errors", false)
    .addHelpText("after", EXAMPLES);

/** The files that `eval` is given. */
export interface EvalFiles {
  readonly pipeline: string;
  readonly input: string;
  readonly output: string;
  readonly weights?: string | undefined;
  /** The folder of downloads, if it is not in the project. */
  readonly cache?: string | undefined;
}

/**
 * Deno's flags with which `eval` reads the project and these files, and writes beside the output: its
 * temporary file has the output's folder. Of a layers model it reads the folder, which holds the shards.
 */
export function evalPermissions({ pipeline, input, output, weights, cache }: EvalFiles): string[] {
  const folder = dirname(resolve(userPath(output)));
  const files = [pipeline, input, ...(weights === undefined ? [] : [weights])].map((file) =>
    resolve(userPath(file))
  );
  const shards = weights?.endsWith(".json") ? [dirname(resolve(userPath(weights)))] : [];
  const read = [root, ...files, ...shards, folder, ...(cache ? [cache] : []), PROCESSORS];
  return [
    `--allow-env=${VARIABLES.join(",")}`,
    permitted("read", read),
    permitted("write", [folder]),
    "--allow-ffi=node_modules",
  ];
}

/** Deno's lists of paths have no way to write a comma: such a path needs the permission without a list. */
const permitted = (what: string, paths: readonly string[]): string =>
  paths.some((path) => path.includes(","))
    ? `--allow-${what}`
    : `--allow-${what}=${paths.join(",")}`;

/** Where Linux says how many cores there are. */
const PROCESSORS = "/sys/devices/system/cpu";

/** What `eval` and its command line read of the environment. */
const VARIABLES = [
  ...["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "INIT_CWD", "CONVLAB_CACHE"],
  "CONVLAB_WEBGPU_SOFTWARE",
];

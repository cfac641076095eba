/** What can be said to a lab on its command line. */
import { Command, Option, parse, wholeNumber } from "../base/command_line.ts";
import { engineNames } from "../engine/open.ts";

/** A lab's options, read. */
export interface LabOptions {
  /** The chapter's own sizes instead of what fits in half a minute. */
  readonly full: boolean;
  /** Instead of each pipeline's own number of epochs. */
  readonly epochs?: number;
  /** Instead of each pipeline's own batch size. */
  readonly batch?: number;
  readonly seed: number;
  readonly engine: string;
  readonly threads?: number;
  /** A folder to look in first for data and photographs. */
  readonly data?: string;
  readonly download: boolean;
  /** The weights of pretrained networks, instead of what the pipelines say. */
  readonly weights?: string;
  /** The folder of the reports. */
  readonly out: string;
  /** Shows where an error comes from. */
  readonly debug: boolean;
}

/** Adds a lab's options to a command; the same for a lab run alone and for `deno task lab`. */
export const withLabOptions = (command: Command) =>
  command
    .addOption(
      new Option("--quick", "what fits in half a minute, on embedded data (the default)")
        .conflicts("full"),
    )
    .option("--full", "the chapter's own sizes, on the real data")
    .option("--epochs <n>", "train that many epochs, whatever the pipelines say", wholeNumber(1))
    .option("--batch <n>", "examples a step, whatever the pipelines say", wholeNumber(1))
    .option(
      "--seed <n>",
      "decides weights, order and noise: same seed, same numbers",
      wholeNumber(0),
      0,
    )
    .addOption(
      new Option("--engine <name>", "what computes").choices(engineNames).default("auto"),
    )
    .option(
      "--threads <n>",
      "how many threads compute (default: the physical cores)",
      wholeNumber(1),
    )
    .option("--data <dir>", "look here first for data sets and the book's photographs")
    .option("--download", "fetch what is found nowhere else", false)
    .option(
      "--weights <name>",
      "of pretrained networks: embedded, imagenet, random, or a file",
    )
    .option("--out <dir>", "where the report goes", "reports")
    .option("--debug", "show where an error comes from", false);

/** Reads a lab's command line. Throws a UserError; `--help` prints and exits. */
export async function labOptions(name: string, args: readonly string[]): Promise<LabOptions> {
  const command = withLabOptions(new Command(name))
    .description("Runs this lab and writes its report: one HTML file that opens offline.");
  await parse(command, args);
  const { quick: _, full = false, ...said } = command.opts();
  return { ...said, full };
}

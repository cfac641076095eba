/** The options of a lab's command line. */
import { Command, Option, parse, wholeNumber } from "../base/command_line.ts";
import { engineNames } from "../engine/open.ts";

/** The values of a lab's options. */
export interface LabOptions {
  /** Whether the lab uses the chapter's own sizes, instead of sizes that take half a minute. */
  readonly full: boolean;
  /** Replaces each pipeline's own number of epochs. */
  readonly epochs?: number;
  /** Replaces each pipeline's own batch size. */
  readonly batch?: number;
  readonly seed: number;
  readonly engine: string;
  readonly threads?: number;
  /** A folder that is searched first for data sets and photographs. */
  readonly data?: string;
  /** Whether data that is not on this machine may be downloaded. */
  readonly download: boolean;
  /** The weights of pretrained networks; replaces what the pipelines name. */
  readonly weights?: string;
  /** Whether trainings start anew, although a run before was killed and left their checkpoints. */
  readonly fresh: boolean;
  /** The folder that the report is written to. */
  readonly out: string;
  /** The language that the report opens with; by default the reader's. */
  readonly lang?: "en" | "ko";
  /** Whether a user's mistake is printed with its stack trace. */
  readonly debug: boolean;
}

/** Adds a lab's options to a command: the same for a lab started directly and for `deno task lab`. */
export const withLabOptions = (command: Command) =>
  command
    .addOption(
      new Option("--quick", "sizes that take half a minute, on embedded data (the default)")
        .conflicts("full"),
    )
    .option("--full", "the chapter's own sizes, on the real data")
    .option(
      "--epochs <n>",
      "epochs of training, instead of each pipeline's own number",
      wholeNumber(1),
    )
    .option(
      "--batch <n>",
      "examples per training step, instead of each pipeline's own number",
      wholeNumber(1),
    )
    .option(
      "--seed <n>",
      "determines initial weights, order and noise: the same seed gives the same numbers",
      wholeNumber(0),
      0,
    )
    .addOption(
      new Option("--engine <name>", "the engine that computes").choices(engineNames).default(
        "auto",
      ),
    )
    .option(
      "--threads <n>",
      "number of threads (default: one per physical core)",
      wholeNumber(1),
    )
    .option(
      "--data <path>",
      "your data sets and the book's photographs: a folder, a .npz or a .csv",
    )
    .option("--download", "download data that is not on this machine", false)
    .option(
      "--weights <name>",
      "weights of pretrained networks: embedded, imagenet, random, or a file",
    )
    .option("--fresh", "start trainings anew that an earlier run was killed in", false)
    .option("--out <dir>", "folder that the report is written to", "reports")
    .addOption(
      new Option("--lang <name>", "language that the report opens with (default: the reader's)")
        .choices(["en", "ko"] as const),
    )
    .option("--debug", "print the stack trace of a mistake", false);

/**
 * Reads a lab's command line; `--help` prints the options and exits.
 *
 * @param name The lab's name, such as 04_filters.
 *
 * @throws {UserError} If an option or its value is wrong.
 */
export async function labOptions(name: string, args: readonly string[]): Promise<LabOptions> {
  const command = withLabOptions(new Command(name))
    .description("Runs this lab and writes its report: one HTML file that opens offline.");
  await parse(command, args);
  const { quick: _, full = false, ...options } = command.opts();
  return { ...options, full };
}

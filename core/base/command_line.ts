/** The one place that imports commander: options with help that teaches, and errors of one sentence. */
import {
  Command,
  CommanderError,
  InvalidArgumentError,
  Option,
} from "npm:@commander-js/extra-typings@15.1.0";
import { UserError } from "./errors.ts";

export { Command, Option };

/** Turns commander's complaints into UserErrors; help and version still print and end the program. */
export function parse(command: Command<never[]> | Command, args: readonly string[]): Promise<void> {
  const quiet = (each: { commands: readonly unknown[]; exitOverride(): unknown }) => {
    each.exitOverride();
    each.commands.forEach((sub) => quiet(sub as typeof each));
  };
  quiet(command as Command);
  command.configureOutput({ outputError: () => {} });
  return (command as Command).parseAsync([...args], { from: "user" }).then(() => {}, (error) => {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) Deno.exit(0);
    const said = error.message.replace(/^error: /, "").replace(/\.$/, "");
    throw new UserError(`Cannot read the command line: ${said}; --help shows what there is.`);
  });
}

/** A whole number of at least `least`, for an option's value. */
export const wholeNumber = (least: number) => (value: string): number => {
  const number = Number(value);
  if (Number.isSafeInteger(number) && number >= least) return number;
  throw new InvalidArgumentError(`expected a whole number of at least ${least}`);
};

/**
 * Reads command lines. Only this file imports commander, so that every mistake in an option becomes a
 * UserError of the project's form.
 */
import {
  Command,
  CommanderError,
  InvalidArgumentError,
  Option,
} from "npm:@commander-js/extra-typings@15.1.0";
import { UserError } from "./errors.ts";

export { Command, Option };

/**
 * Parses `args` with `command` and runs the action that it chooses. `--help` and `--version` print
 * and end the program.
 *
 * @param args The arguments after the program's name.
 * @throws {UserError} If an option or an argument is unknown, missing or invalid.
 */
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
    const problem = error.message.replace(/^error: /, "").replace(/\.$/, "")
      .replace(/ argument '(.*)' is invalid\. (expected .*)$/, ": $2, found $1");
    throw new UserError(
      `Cannot read the command line: ${problem}. Use --help to list commands and options.`,
    );
  });
}

/**
 * A parser for an option's value: a whole number of at least `least`.
 *
 * @throws {InvalidArgumentError} If the value is something else; `parse` turns it into a UserError.
 */
export const wholeNumber = (least: number) => (value: string): number => {
  const number = Number(value);
  if (Number.isSafeInteger(number) && number >= least) return number;
  throw new InvalidArgumentError(`expected a whole number of at least ${least}`);
};

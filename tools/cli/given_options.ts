/** Turns parsed options back into arguments, to pass them to another program. */

/** The part of commander's Command that is used. */
interface Parsed {
  readonly options: readonly {
    readonly long?: string | undefined;
    readonly required: boolean;
    attributeName(): string;
  }[];
  getOptionValue(key: never): unknown;
  getOptionValueSource(key: never): string | undefined;
}

/**
 * The options that were given on the command line, as arguments.
 *
 * @param without Options to leave out.
 * @param instead Values that replace the given ones.
 */
export function givenOptions(
  command: Parsed,
  { without = [], instead = {} }: {
    without?: readonly string[];
    instead?: Readonly<Record<string, string | undefined>>;
  } = {},
): string[] {
  return command.options.flatMap((option) => {
    const key = option.attributeName();
    const given = command.getOptionValueSource(key as never) === "cli";
    if (!given || without.includes(key) || !option.long) return [];
    const value = instead[key] ?? String(command.getOptionValue(key as never));
    return option.required ? [option.long, value] : [option.long];
  });
}

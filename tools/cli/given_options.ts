/** The options that were said, as arguments again: for handing them on to another program. */

/** As much of commander's Command as this needs. */
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
 * Every option that came from the command line, but for those in `without`; values in `instead`
 * take the place of what was said.
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
    const said = command.getOptionValueSource(key as never) === "cli";
    if (!said || without.includes(key) || !option.long) return [];
    const value = instead[key] ?? String(command.getOptionValue(key as never));
    return option.required ? [option.long, value] : [option.long];
  });
}

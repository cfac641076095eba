/** The option that every step has: a name. Unnamed steps are called after their kind and a number. */
export interface Named {
  /** Letters, digits, - and _, beginning with a letter; unique in the pipeline. */
  readonly name?: string;
}

/** The parts and the options of a step whose function takes any number of parts, then `{ name }`. */
export function partsOf(
  given: readonly (readonly unknown[] | Named)[],
): Readonly<Record<string, unknown>> {
  const options = given.find((one): one is Named => !Array.isArray(one));
  return { parts: given.filter((one) => Array.isArray(one)), ...options };
}

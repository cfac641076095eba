/**
 * Definitions of the language's words: the name, the fields and the rule of a step, an optimiser, a
 * loss or a schedule. All are defined in the same way, so all are checked, written as JSON and
 * described by the schema in the same way.
 */
import { UserError } from "./errors.ts";
import {
  type Field,
  type Fields,
  type FieldValues,
  identifier,
  optional,
  type ReadStep,
  type Schema,
  unexpected,
} from "./fields.ts";
import { hint } from "./hint.ts";
import { rule, type Step, type StepRule, type TypeRule } from "./step.ts";
import { nameText } from "./quoted.ts";

/** Data with a kind and, under the hidden key, a rule of type `B`. */
export interface WithRule<B> {
  /** The word that made it, such as "adam". */
  readonly kind: string;
  /** What it does. */
  readonly [rule]: B;
}

/** The definition of a word: creates its data, from a call or from JSON, and describes it. */
export interface Definition<M extends WithRule<unknown>> {
  /** The word, such as "adam". */
  readonly kind: string;
  /** Its fields by name. */
  readonly fields: Fields;
  /**
   * Checks the values and creates the data.
   *
   * @param path What error messages begin with: `conv` for a call, `steps[3]` for JSON.
   * @param readStep Reads the steps inside the values, where they come from JSON.
   * @throws {UserError} If a value is wrong: `conv.filters: expected …, found …`.
   */
  create(values: Readonly<Record<string, unknown>>, path?: string, readStep?: ReadStep): M;
  /** The JSON Schema of the data; `tag` is the property that holds the kind ("step" or "kind"). */
  schema(tag: string): Schema;
}

/**
 * Defines a word that is not a step: an optimiser, a loss, a schedule.
 *
 * @param createRule Makes the rule from the checked values. It may throw a UserError of its own,
 * whose message begins with the path that it is given.
 */
export function define<const F extends Fields, B>(
  kind: string,
  fields: F,
  createRule: (values: FieldValues<F>, path: string) => B,
): Definition<WithRule<B> & FieldValues<F>> {
  return {
    kind,
    fields,
    create(given, path = kind, readStep) {
      const values = readFields(kind, fields, given, path, readStep);
      // The fields were read one by one under their own names: the type follows from that.
      const made = { kind, ...values } as unknown as WithRule<B> & FieldValues<F>;
      Object.defineProperty(made, rule, { value: createRule(values as FieldValues<F>, path) });
      Object.freeze(made);
      return made;
    },
    schema: (tag) => ({
      type: "object",
      properties: {
        [tag]: { const: kind },
        ...Object.fromEntries(
          Object.entries(fields).map((
            [name, field],
          ) => [field.publicName ?? name, schemaOf(field)]),
        ),
      },
      required: [
        tag,
        ...Object.entries(fields).flatMap(([name, field]) =>
          required(field) ? [field.publicName ?? name] : []
        ),
      ],
      additionalProperties: false,
    }),
  };
}

/**
 * Defines a step: its name, its fields with their checks, and its rule. A lab defines its own steps
 * in the same way, without changing the language. `create<SomeRule>` gives a step a type rule;
 * without one, the steps after it are checked at run time only.
 *
 * @param createRule Makes the rule from the checked values, as in `define`.
 *
 * @example A step that turns an image into its negative
 * ```ts
 * import { defineStep, fields, inferShapes, input, keep, type KeepRule, pipeline, pool } from "./mod.ts";
 *
 * const word = defineStep("invert", { white: fields.number() }, ({ white }) => ({
 *   outputSpec: keep("invert"),
 *   forward: (x, { ops }) => ops.sub(ops.constant(white), x),
 * }));
 * const invert = (white = 255) => word.create<KeepRule<"invert">>({ white });
 *
 * const p = pipeline(input(4, 4, 1), invert(), pool(2));
 * console.assert(inferShapes(p)[2]?.shape.join() === "2,2,1");
 * ```
 */
export function defineStep<const F extends Fields>(
  kind: string,
  fields: F,
  createRule: (values: FieldValues<F> & { readonly name?: string }, path: string) => StepRule,
): StepDefinition {
  const all: Fields = { ...fields, name: optional(identifier) };
  const word = define(kind, all, (values, path): StepRule => ({
    // `all` contains `fields`, so the values contain theirs.
    ...createRule(values as FieldValues<F>, path),
    fields: all,
  }));
  // The type rule is promised by the caller of `create` and does not exist at run time.
  return word as StepDefinition;
}

/** The definition of a step. */
export interface StepDefinition extends Omit<Definition<Step>, "create"> {
  /** As `Definition.create`; the step has the type rule `R`, which the caller vouches for. */
  create<R extends TypeRule = TypeRule>(
    values: Readonly<Record<string, unknown>>,
    path?: string,
    readStep?: ReadStep,
  ): Step<R>;
}

function required({ byDefault, optional }: Field<unknown>): boolean {
  return byDefault === undefined && !optional;
}

function schemaOf(field: Field<unknown>): Schema {
  const { byDefault, schema } = field;
  return byDefault === undefined ? schema : { ...schema, default: written(field, byDefault) };
}

function written(field: Field<unknown>, value: unknown): unknown {
  return field.write ? field.write(value) : value;
}

function readFields(
  kind: string,
  fields: Fields,
  given: Readonly<Record<string, unknown>>,
  path: string,
  readStep?: ReadStep,
): Record<string, unknown> {
  const known = Object.entries(fields).map(([name, { publicName = name }]) => publicName);
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) {
      throw new UserError(
        `${path}.${nameText(name)}: ${kind} has no such field${hint(name, known)}`,
      );
    }
  }
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const key = field.publicName ?? name;
    const value = given[key] === undefined ? field.byDefault : given[key];
    const read = field.read(value, `${path}.${key}`, readStep);
    if (read !== undefined) values[name] = read;
  }
  return values;
}

/** The values of a step, an optimiser or a loss as JSON, without its kind and its defaults. */
export function writeFields(made: object, fields: Fields): Record<string, unknown> {
  const json: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(made)) {
    const field = fields[name];
    if (!field) continue;
    const own = written(field, value);
    const byDefault = field.byDefault === undefined ? undefined : written(field, field.byDefault);
    if (JSON.stringify(own) !== JSON.stringify(byDefault)) json[field.publicName ?? name] = own;
  }
  return json;
}

/** Definitions by their kind. */
export function byKind<M extends WithRule<unknown>>(
  words: Iterable<Definition<M>>,
): ReadonlyMap<string, Definition<M>> {
  return new Map(Array.from(words, (word) => [word.kind, word]));
}

/**
 * A field whose value is an optimiser, a loss, a schedule …: what its function returns, or, in JSON,
 * `{ kind, … }` or the kind alone.
 *
 * @param noun What error messages call the expected value, such as "an optimizer".
 */
export function oneOf<M extends WithRule<unknown>>(
  noun: string,
  words: readonly Definition<M>[],
): Field<M> {
  const known = byKind(words);
  const names = [...known.keys()];
  return {
    schema: { anyOf: [{ enum: names }, ...words.map((word) => word.schema("kind"))] },
    read(value, path) {
      if (typeof value === "object" && value !== null && rule in value) return value as M;
      const { kind, ...rest } = typeof value === "string"
        ? { kind: value }
        : typeof value === "object" && value !== null
        ? { kind: undefined, ...value }
        : { kind: undefined };
      const word = typeof kind === "string" ? known.get(kind) : undefined;
      if (word) return word.create(rest, path);
      throw unexpected(path, `${noun} (${names.join(", ")})`, kind ?? value, names);
    },
    write(made) {
      const rest = writeFields(made, known.get(made.kind)?.fields ?? {});
      return Object.keys(rest).length === 0 ? made.kind : { kind: made.kind, ...rest };
    },
  };
}

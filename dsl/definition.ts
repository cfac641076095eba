/**
 * How a word of the language is made: its name, its fields and what it does. Steps, optimisers and
 * losses are all made this way, so all are checked, written and described alike.
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

/** Data with its kind and, hidden, what it does. */
export interface WithRule<B> {
  readonly kind: string;
  readonly [rule]: B;
}

/** A word: makes data of one kind, and knows how it is read from JSON and described. */
export interface Definition<M extends WithRule<unknown>> {
  readonly kind: string;
  readonly fields: Fields;
  /**
   * Checks the values and makes the data. Throws a UserError that begins with the path of the
   * wrong field: `conv.filters: expected …`, or for JSON `steps[3].filters: expected …`. `readStep`
   * reads steps inside the values.
   */
  create(values: Readonly<Record<string, unknown>>, path?: string, readStep?: ReadStep): M;
  /** The JSON Schema; `tag` is the property that says the kind. */
  schema(tag: string): Schema;
}

/** Makes a word. `behave` may throw a UserError too; it is told the path to begin the sentence with. */
export function define<const F extends Fields, B>(
  kind: string,
  fields: F,
  behave: (values: FieldValues<F>, path: string) => B,
): Definition<WithRule<B> & FieldValues<F>> {
  return {
    kind,
    fields,
    create(given, path = kind, readStep) {
      const values = readFields(kind, fields, given, path, readStep);
      // The fields were read one by one under their own names: the type follows from that.
      const made = { kind, ...values } as unknown as WithRule<B> & FieldValues<F>;
      Object.defineProperty(made, rule, { value: behave(values as FieldValues<F>, path) });
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
 * Makes a step. This is also how a lab defines a step of its own, without touching the language:
 * the name, the fields (with their checks), and the behaviour. Say `make<SomeRule>` to give it a
 * type rule; without one, what follows the step is checked at run time only.
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
  behave: (values: FieldValues<F> & { readonly name?: string }, path: string) => StepRule,
): StepDefinition {
  const all: Fields = { ...fields, name: optional(identifier) };
  const word = define(kind, all, (values, path): StepRule => ({
    // `all` holds `fields`, so the values hold theirs.
    ...behave(values as FieldValues<F>, path),
    fields: all,
  }));
  // The type rule is what the caller of `make` promises; there is nothing of it at run time.
  return word as StepDefinition;
}

/** A word that makes steps. */
export interface StepDefinition extends Omit<Definition<Step>, "make"> {
  /** As `Definition.create`, with the type rule that the caller promises. */
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
      throw new UserError(`${path}.${name}: ${kind} has no such field${hint(name, known)}`);
    }
  }
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const called = field.publicName ?? name;
    const value = given[called] === undefined ? field.byDefault : given[called];
    const read = field.read(value, `${path}.${called}`, readStep);
    if (read !== undefined) values[name] = read;
  }
  return values;
}

/** The values of a step, an optimiser or a loss as JSON, without its kind and without defaults. */
export function writeFields(made: object, fields: Fields): Record<string, unknown> {
  const json: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(made)) {
    const field = fields[name];
    if (!field) continue;
    const now = written(field, value);
    const usual = field.byDefault === undefined ? undefined : written(field, field.byDefault);
    if (JSON.stringify(now) !== JSON.stringify(usual)) json[field.publicName ?? name] = now;
  }
  return json;
}

/** The kinds of several words by name. */
export function byKind<M extends WithRule<unknown>>(
  words: Iterable<Definition<M>>,
): ReadonlyMap<string, Definition<M>> {
  return new Map(Array.from(words, (word) => [word.kind, word]));
}

/**
 * A field that holds an optimiser or a loss: made by its function, or, in JSON, `{ kind, … }` or
 * the kind alone.
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

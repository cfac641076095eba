/**
 * The fields of a word: each checks a value from JSON or from a call, with an error message that
 * names the place, and describes it as JSON Schema.
 */
import { UserError } from "./errors.ts";
import { hint } from "./hint.ts";
import type { Pair } from "./ops.ts";
import { visible } from "./quoted.ts";

/** A JSON Schema (2020-12). */
export type Schema = { readonly [keyword: string]: unknown };

/**
 * Reads a step from JSON. It returns a step, but its type is `unknown` here: `Step` is declared with
 * `Fields`, and a field that was declared with `Step` would close a circle of imports.
 */
export type ReadStep = (value: unknown, path: string) => unknown;

/** A field with values of type `T`. */
export interface Field<T> {
  /**
   * Checks a value and brings it into its normal form.
   *
   * @param path What an error message begins with, such as `conv.filters`.
   * @param readStep Reads the steps inside the value, where it comes from JSON.
   * @throws {UserError} If the value is wrong.
   */
  read(value: unknown, path: string, readStep?: ReadStep): T;
  /** The value as it is written in JSON; absent if it is written as it is. */
  write?(value: T): unknown;
  /** What values JSON may contain. */
  readonly schema: Schema;
  /** The value if none is given. */
  readonly byDefault?: T;
  /** Whether the field may be missing without having a default. */
  readonly optional?: boolean;
  /** The name in JSON and in calls, if it differs from the property of the data. */
  readonly publicName?: string;
}

/** The fields of a word by name. */
export type Fields = Readonly<Record<string, Field<unknown>>>;

/** The values of fields: an object with the type of each field. */
export type FieldValues<F extends Fields> = {
  readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never;
};

/**
 * A value as an error message shows it: JSON of at most 40 characters on one line, without characters
 * that cannot be seen; "nothing" if undefined.
 */
export function formatValue(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "number") return `${value}`;
  const text = visible(JSON.stringify(value) ?? typeof value);
  return text.length <= 40 ? text : `${text.slice(0, 37)}...`;
}

/**
 * The error of a field: "conv.filters: expected …, found …", and, if `value` is a near miss of one
 * of the `names`, "; did you mean …?".
 */
export function unexpected(
  path: string,
  expected: string,
  value: unknown,
  names: readonly string[] = [],
): UserError {
  return new UserError(
    `${path}: expected ${expected}, found ${formatValue(value)}${hint(value, names)}`,
  );
}

function field<T>(expected: string, schema: Schema, is: (value: unknown) => value is T): Field<T> {
  return {
    schema,
    read(value, path) {
      if (!is(value)) throw unexpected(path, expected, value);
      return value;
    },
  };
}

/** A whole number of at least `minimum`. */
export function wholeNumber(minimum = 1): Field<number> {
  return field(
    `a whole number of at least ${minimum}`,
    { type: "integer", minimum },
    (v): v is number => Number.isSafeInteger(v) && (v as number) >= minimum,
  );
}

/** A whole number, negative ones included. */
export const integer: Field<number> = field(
  "a whole number",
  { type: "integer" },
  (v): v is number => Number.isSafeInteger(v),
);

/** The bounds of a number. */
export interface Bounds {
  /** The least number that is allowed. */
  readonly from?: number;
  /** A number that all allowed ones exceed. */
  readonly above?: number;
  /** A number that exceeds all allowed ones. */
  readonly below?: number;
  /** The largest number that is allowed. */
  readonly upTo?: number;
}

/** A finite number within bounds. */
export function number({ from, above, below, upTo }: Bounds = {}): Field<number> {
  const limits = [
    from === undefined ? [] : [`of at least ${from}`],
    above === undefined ? [] : [`above ${above}`],
    below === undefined ? [] : [`below ${below}`],
    upTo === undefined ? [] : [`at most ${upTo}`],
  ].flat().join(" and ");
  return field(
    limits === "" ? "a number" : `a number ${limits}`,
    {
      type: "number",
      ...(from === undefined ? {} : { minimum: from }),
      ...(above === undefined ? {} : { exclusiveMinimum: above }),
      ...(below === undefined ? {} : { exclusiveMaximum: below }),
      ...(upTo === undefined ? {} : { maximum: upTo }),
    },
    (v): v is number =>
      typeof v === "number" && Number.isFinite(v) && v >= (from ?? -Infinity) &&
      v > (above ?? -Infinity) && v < (below ?? Infinity) && v <= (upTo ?? Infinity),
  );
}

/** True or false. */
export const flag: Field<boolean> = field(
  "true or false",
  { type: "boolean" },
  (v): v is boolean => typeof v === "boolean",
);

/** A text that is not empty; with `suggestions`, the schema allows only those. */
export function text(suggestions?: readonly string[]): Field<string> {
  return field(
    "a text",
    suggestions ? { enum: suggestions } : { type: "string", minLength: 1 },
    (v): v is string => typeof v === "string" && v !== "",
  );
}

/** A step's name. Names of weights and keys of files begin with it: no slashes, no spaces. */
export const identifier: Field<string> = field(
  "a name of letters, digits, - and _ that begins with a letter",
  { type: "string", pattern: "^[A-Za-z][A-Za-z0-9_-]*$" },
  (v): v is string => typeof v === "string" && /^[A-Za-z][A-Za-z0-9_-]*$/.test(v),
);

/** One of a few names. */
export function choice<const T extends string>(names: readonly T[]): Field<T> {
  return {
    schema: { enum: names },
    read(value, path) {
      const known = names.find((name) => name === value);
      if (known !== undefined) return known;
      throw unexpected(path, names.join(", "), value, names);
    },
  };
}

/** Rows and columns from `minimum` on: one whole number for both, or a list of two. */
export function pairFrom(minimum: number): Field<Pair> {
  return {
    schema: {
      anyOf: [
        { type: "integer", minimum },
        { type: "array", items: { type: "integer", minimum }, minItems: 2, maxItems: 2 },
      ],
    },
    read(value, path) {
      const [rows, columns, ...rest] = Array.isArray(value) ? value : [value, value];
      const ok = rest.length === 0 &&
        [rows, columns].every((n) => Number.isSafeInteger(n) && n >= minimum);
      const expected = `a whole number of at least ${minimum}, or two of them [rows, columns]`;
      if (!ok) throw unexpected(path, expected, value);
      return Object.freeze([rows, columns] as const);
    },
    write: ([rows, columns]) => rows === columns ? rows : [rows, columns],
  };
}

/** Rows and columns from 1 on. */
export const pair: Field<Pair> = pairFrom(1);

/** A list of `atLeast` to `atMost` values of one field, each of which is checked. */
export function list<T>(item: Field<T>, atLeast = 1, atMost = Infinity): Field<readonly T[]> {
  const { write } = item;
  const expected = atLeast === atMost
    ? `a list of ${atLeast}`
    : atLeast === 0 && atMost === Infinity
    ? "a list"
    : `a list of at least ${atLeast}` + (atMost === Infinity ? "" : ` and at most ${atMost}`);
  return {
    schema: {
      type: "array",
      items: item.schema,
      minItems: atLeast,
      ...(atMost === Infinity ? {} : { maxItems: atMost }),
    },
    read(value, path, readStep) {
      if (!Array.isArray(value) || value.length < atLeast || value.length > atMost) {
        throw unexpected(path, expected, value);
      }
      return Object.freeze(
        Array.from(value, (entry, i) => item.read(entry, `${path}[${i}]`, readStep)),
      );
    },
    ...(write ? { write: (items: readonly T[]) => items.map((entry) => write(entry)) } : {}),
  };
}

/** A field that may be left out. It then has this value, and a field with this value is not written. */
export function withDefault<T>(of: Field<T>, byDefault: T): Field<T> {
  return { ...of, byDefault };
}

/**
 * A field with another name in JSON and in calls than in the data: a pool is given its `kind`, "max"
 * or "mean", although the data's property `kind` is "pool".
 */
export function withName<T>(name: string, of: Field<T>): Field<T> {
  return { ...of, publicName: name };
}

/** A field that may be left out; it is then missing from the data too. */
export function optional<T>(of: Field<T>): Field<T | undefined> {
  const { read, schema, write } = of;
  return {
    schema,
    optional: true,
    read: (value, path, readStep) => value === undefined ? undefined : read(value, path, readStep),
    ...(write
      ? { write: (value: T | undefined) => value === undefined ? value : write(value) }
      : {}),
  };
}

/**
 * The fields of a word: what may be written in JSON and in a call, checked at run time with a
 * sentence that names the place, and described as JSON Schema.
 */
import { UserError } from "./errors.ts";
import { hint } from "./hint.ts";
import type { Pair } from "./ops.ts";

/** A JSON Schema (2020-12), as far as this project writes it. */
export type Schema = { readonly [keyword: string]: unknown };

/**
 * Reads a step from JSON, with the words that are known there. What it returns is a step; its type
 * is left open here because a step names its fields, and fields that named steps would be a circle.
 */
export type ReadStep = (value: unknown, path: string) => unknown;

/** One field. */
export interface Field<T> {
  /**
   * The value, in its normal form; throws a UserError that begins with the path. `readStep` reads
   * the steps inside a field where it comes from JSON.
   */
  read(value: unknown, path: string, readStep?: ReadStep): T;
  /** How the value is written in JSON, where that differs. */
  write?(value: T): unknown;
  readonly schema: Schema;
  /** The value of a field that is left out; `optional` fields stay out. */
  readonly byDefault?: T;
  readonly optional?: boolean;
  /** What the field is called in JSON and in calls, where a step's data has another use for it. */
  readonly publicName?: string;
}

/** A word's fields by name. */
export type Fields = Readonly<Record<string, Field<unknown>>>;

/** The values that belong to fields. */
export type FieldValues<F extends Fields> = {
  readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never;
};

/** How a found value is shown in a sentence. */
export function formatValue(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "number") return `${value}`;
  const text = JSON.stringify(value) ?? typeof value;
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

/** A whole number, at least 1 unless said otherwise. */
export function wholeNumber(minimum = 1): Field<number> {
  return field(
    `a whole number of at least ${minimum}`,
    { type: "integer", minimum },
    (v): v is number => Number.isSafeInteger(v) && (v as number) >= minimum,
  );
}

/** A whole number of either sign. */
export const integer: Field<number> = field(
  "a whole number",
  { type: "integer" },
  (v): v is number => Number.isSafeInteger(v),
);

/** Bounds of a number: `from` and `to` belong to it, `above` and `below` do not. */
export interface Bounds {
  readonly from?: number;
  readonly above?: number;
  readonly below?: number;
}

/** A finite number within bounds. */
export function number({ from, above, below }: Bounds = {}): Field<number> {
  const limits = [
    from === undefined ? [] : [`of at least ${from}`],
    above === undefined ? [] : [`above ${above}`],
    below === undefined ? [] : [`below ${below}`],
  ].flat().join(" and ");
  return field(
    limits === "" ? "a number" : `a number ${limits}`,
    {
      type: "number",
      ...(from === undefined ? {} : { minimum: from }),
      ...(above === undefined ? {} : { exclusiveMinimum: above }),
      ...(below === undefined ? {} : { exclusiveMaximum: below }),
    },
    (v): v is number =>
      typeof v === "number" && Number.isFinite(v) && v >= (from ?? -Infinity) &&
      v > (above ?? -Infinity) && v < (below ?? Infinity),
  );
}

/** True or false. */
export const flag: Field<boolean> = field(
  "true or false",
  { type: "boolean" },
  (v): v is boolean => typeof v === "boolean",
);

/** A text that isn't empty; with `suggestions`, the schema allows only those. */
export function text(suggestions?: readonly string[]): Field<string> {
  return field(
    "a text",
    suggestions ? { enum: suggestions } : { type: "string", minLength: 1 },
    (v): v is string => typeof v === "string" && v !== "",
  );
}

/** A step's name: it begins weight names and file keys, so no slash and no blanks. */
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

/** Rows and columns: one whole number for both, or two. */
export const pair: Field<Pair> = {
  schema: {
    anyOf: [
      { type: "integer", minimum: 1 },
      { type: "array", items: { type: "integer", minimum: 1 }, minItems: 2, maxItems: 2 },
    ],
  },
  read(value, path) {
    const [rows, columns, ...rest] = Array.isArray(value) ? value : [value, value];
    const ok = rest.length === 0 &&
      [rows, columns].every((n) => Number.isSafeInteger(n) && n >= 1);
    if (!ok) {
      throw unexpected(path, "a whole number of at least 1, or two of them [rows, columns]", value);
    }
    return Object.freeze([rows, columns] as const);
  },
  write: ([rows, columns]) => rows === columns ? rows : [rows, columns],
};

/** A list of so many of the same; its items are checked one by one. */
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

/** A field that may be left out: it then has this value, and JSON leaves it out again. */
export function withDefault<T>(of: Field<T>, byDefault: T): Field<T> {
  return { ...of, byDefault };
}

/** A field with another name in JSON and in calls: `kind` of a pool, since every step has a kind. */
export function withName<T>(name: string, of: Field<T>): Field<T> {
  return { ...of, publicName: name };
}

/** A field that may be left out and then isn't there. */
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

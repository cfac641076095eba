/** Reads a pipeline written as words, as a lab writes it: calls, numbers, texts, lists and options. */

/** A part of a text. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A value with its place in the text. */
export type Parsed =
  & Span
  & (
    | { readonly call: string; readonly args: readonly Parsed[] }
    | {
      readonly value: string | number | boolean;
    }
    | { readonly list: readonly Parsed[] }
    | {
      readonly fields: readonly (readonly [string, Parsed])[];
    }
  );

/** A call of a word. */
export type Call = Extract<Parsed, { readonly call: string }>;

/** What is wrong, and where. */
export class SyntaxProblem extends Error {
  constructor(readonly kind: "word" | "value" | "end" | "comma" | "bracket", readonly at: Span) {
    super(kind);
  }
}

const TOKEN =
  /\s+|\/\/[^\n]*|[A-Za-z_]\w*|-?\d+(?:\.\d+)?(?:e-?\d+)?|"[^"\n]*"|'[^'\n]*'|[(){}[\],:]/gy;

interface Token extends Span {
  readonly text: string;
}

function tokens(text: string): Token[] {
  const all: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const from = TOKEN.lastIndex;
    const found = TOKEN.exec(text)?.[0];
    if (found === undefined) throw new SyntaxProblem("value", { from, to: from + 1 });
    if (!/^(?:\s|\/\/)/.test(found)) all.push({ text: found, from, to: from + found.length });
  }
  return all;
}

/**
 * Reads words separated by commas, such as `input(28, 28, 1), conv(64, { kernel: 3 })`.
 *
 * @throws {SyntaxProblem} If the text is something else; nothing of it is ever run.
 */
export function parseWords(text: string): Call[] {
  const all = tokens(text);
  let at = 0;
  const end: Token = { text: "", from: text.length, to: text.length };
  const next = () => all[at] ?? end;
  const take = () => all[at++] ?? end;
  const expect = (sign: string, kind: SyntaxProblem["kind"]) => {
    const found = next();
    if (found.text !== sign) throw new SyntaxProblem(found === end ? "end" : kind, found);
    return take();
  };

  /** Values up to a closing bracket, with commas between them and perhaps one after the last. */
  function listed<T>(close: string, one: () => T): { all: T[]; to: number } {
    const values: T[] = [];
    while (next().text !== close) {
      values.push(one());
      if (next().text !== close) expect(",", "comma");
    }
    return { all: values, to: expect(close, "bracket").to };
  }

  function value(): Parsed {
    const token = take();
    const { text, from, to } = token;
    if (text === "[") {
      const { all: list, to } = listed("]", value);
      return { list, from, to };
    }
    if (text === "{") {
      const { all: fields, to } = listed("}", () => {
        const name = take();
        if (!/^[A-Za-z_]/.test(name.text)) throw new SyntaxProblem("value", name);
        expect(":", "value");
        return [name.text, value()] as const;
      });
      return { fields, from, to };
    }
    if (text === "true" || text === "false") return { value: text === "true", from, to };
    if (/^["']/.test(text)) return { value: text.slice(1, -1), from, to };
    if (/^-?\d/.test(text)) return { value: Number(text), from, to };
    if (/^[A-Za-z_]/.test(text)) {
      at--;
      return call();
    }
    throw new SyntaxProblem(token === end ? "end" : "value", token);
  }

  function call(): Call {
    const name = take();
    if (!/^[A-Za-z_]/.test(name.text)) {
      throw new SyntaxProblem(name === end ? "end" : "word", name);
    }
    expect("(", "bracket");
    const { all: args, to } = listed(")", value);
    return { call: name.text, args, from: name.from, to };
  }

  const calls: Call[] = [];
  while (next() !== end) {
    calls.push(call());
    if (next() !== end) expect(",", "comma");
  }
  return calls;
}

/** The functions that a text may call, by name. */
export type Vocabulary = ReadonlyMap<string, (...args: never[]) => unknown>;

/** A word that the language does not have. */
export class UnknownWord extends Error {
  constructor(readonly word: string, readonly at: Span) {
    super(word);
  }
}

/**
 * Calls a word with its values.
 *
 * @throws {UnknownWord} If the vocabulary does not have it, or a word inside it.
 * @throws {UserError} If the word refuses its values.
 */
export function evaluate(parsed: Parsed, vocabulary: Vocabulary): unknown {
  if ("value" in parsed) return parsed.value;
  if ("list" in parsed) return parsed.list.map((one) => evaluate(one, vocabulary));
  if ("fields" in parsed) {
    return Object.fromEntries(
      parsed.fields.map(([name, one]) => [name, evaluate(one, vocabulary)]),
    );
  }
  const word = vocabulary.get(parsed.call);
  if (!word) {
    const { from } = parsed;
    throw new UnknownWord(parsed.call, { from, to: from + parsed.call.length });
  }
  return word(...parsed.args.map((one) => evaluate(one, vocabulary)) as never[]);
}

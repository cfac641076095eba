/**
 * Finds what each line of a TypeScript file begins inside of: brackets, comments, template strings. It
 * knows just enough of the language's lexical grammar to tell a comment from text that looks like one.
 */

/** How a line begins. */
export interface LineStart {
  /** Open brackets of all kinds, those of `${` in template strings included. */
  readonly depth: number;
  /** Inside a block comment or the text of a template string. */
  readonly inside: boolean;
}

const lineComment = /\/\/.*/y;
const blockComment = /\/\*[\s\S]*?(?:\*\/|$)/y;
const string = /"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?/y;
/**
 * Text of a template: from its backtick, or the "}" of a part, to its backtick or the next "${".
 */
const template = /[`}](?:\\[\s\S]|\$(?!\{)|[^`\\$])*(`|\$\{|$)/y;
const regex = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/[\\\n])+\/\w*/y;
const word = /[\w$]+/y;

/** What precedes a slash that begins a regular expression; after anything else it is a division. */
const beforeRegex =
  /(?:^|[=(,:;!&|?{[+\-*%<>~^])$|^(?:return|typeof|case|in|of|do|else|void|delete|yield|await)$/;

/** The state at the beginning of each line of the source. */
export function scanLines(source: string): LineStart[] {
  const starts: LineStart[] = [{ depth: 0, inside: false }];
  /** The depths at which a "}" ends a `${…}` in a template string, whose text then continues. */
  const templates: number[] = [];
  let [depth, at] = [0, 0];
  /** The last word or sign, without comments. */
  let before = "";

  /** The token of that pattern here, if there is one; moves behind it and counts its lines. */
  const take = (pattern: RegExp, inside: boolean): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (!match) return null;
    for (const _ of match[0].matchAll(/\n/g)) starts.push({ depth, inside });
    at += match[0].length;
    return match;
  };
  /** A template's text; a "${" opens a bracket that its "}" closes. */
  const takeTemplate = () => {
    if (take(template, true)?.[1] === "${") templates.push(depth++);
    before = "`";
  };

  while (at < source.length) {
    if (take(lineComment, false) || take(blockComment, true)) continue;
    const sign = source[at] ?? "";
    if (sign === "`") takeTemplate();
    else if (sign === "}" && templates.at(-1) === depth - 1) {
      templates.pop();
      depth--;
      takeTemplate();
    } else if (take(string, false)) before = '"';
    else if (sign === "/" && beforeRegex.test(before) && take(regex, false)) before = "/x/";
    else {
      const name = take(word, false)?.[0];
      if (name === undefined) {
        at++;
        if (sign === "\n") starts.push({ depth, inside: false });
        if ("([{".includes(sign)) depth++;
        if (")]}".includes(sign)) depth = Math.max(0, depth - 1);
      }
      if (name ?? sign.trim()) before = name ?? sign;
    }
  }
  return starts;
}

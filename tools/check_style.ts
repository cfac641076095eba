/** Checks the rules of this project that `deno lint` does not know. `deno task check:style` */
import { fromFileUrl } from "../core/base/paths.ts";
import { filesBelow } from "./check/paths.ts";

/** The most lines in a file: longer files do more than one thing. */
const MAX_LINES = 250;

const FOLDERS = ["dsl/", "core/", "labs/", "bench/", "tools/", "tests/"];

/** A pattern that no line of code may contain, and the reason. */
interface Rule {
  readonly pattern: RegExp;
  readonly why: string;
  /** The rule holds for paths that match; for all without it. */
  readonly where?: RegExp;
}

/** The rules, written so that this file obeys them. */
const RULES: readonly Rule[] = [
  {
    pattern: /["'`]js[r]:/,
    why: "JSR is unavailable where only the npm registry is reachable; map a package in deno.json",
  },
  {
    pattern: /registry\.npm[j]s|js[r]\.io/,
    why: "a registry's host belongs to the user's settings",
  },
  {
    pattern: /(?:^|[\s(`])"\$\{(?!visible\()[^}]*\}"/,
    why: "text in a sentence's quotation marks goes through quoted()",
    where: /^(?:core|dsl|tools\/cli)\//,
  },
  { pattern: /\bDeno\.test\.(?:onl[y]|ignor[e])\b/, why: "a test runs, or prints why it does not" },
  {
    pattern: /\bDeno\b|\bprocess\.|["'`](?:node|npm):|\bglobalThis\b|\bnavigator\b|tensorflow/,
    why: "this room runs in the report's page too, where neither Deno, Node nor TensorFlow.js is",
    where: /^(?:core\/engine\/(?:simd|stepwise)|core\/graph|dsl)\/|^core\/engine\/loops\.ts$/,
  },
];

/** One sentence per line of the file that breaks a rule. */
export function complaints(path: string, text: string): string[] {
  const lines = text.split("\n");
  const found = lines.flatMap((line, i) => {
    const code = line.replace(/^\s*(?:\/\/|\/?\*).*$/, "");
    return RULES.filter(({ pattern, where = /^/ }) => where.test(path) && pattern.test(code))
      .map(({ why }) => `${path}:${i + 1}: ${why}.`);
  });
  const length = lines.length - 1;
  // Tests, which list cases, and labs, which are mostly prose, may be longer.
  if (length > MAX_LINES && !/^(?:tests|labs)\//.test(path)) {
    found.push(
      `${path}: expected at most ${MAX_LINES} lines, found ${length}. Split the file.`,
    );
  }
  return found;
}

/**
 * One sentence per `npm:` import of another version than `deno.json` maps. The program names its
 * packages with their versions, so that a project which imports `core/mod.ts` needs no map of
 * its own; `deno.json` lists them once for readers and tests.
 */
export function wrongVersions(
  path: string,
  text: string,
  map: Readonly<Record<string, string>>,
): string[] {
  const known = new Set(Object.values(map));
  return text.split("\n").flatMap((line, i) =>
    [...line.matchAll(/["']npm:((?:@[^/"']+\/)?[^/"'@]+)(@[^/"']+)?/g)].flatMap(
      ([, name = "", version = ""]) =>
        known.has(`npm:${name}${version}`) ? [] : [
          `${path}:${i + 1}: expected ${map[name] ?? `no import of ${name}`}, as deno.json has it.`,
        ],
    )
  );
}

if (import.meta.main) {
  const root = fromFileUrl(new URL("../", import.meta.url));
  const { imports } = JSON.parse(await Deno.readTextFile(`${root}deno.json`));
  const files = (await Promise.all(FOLDERS.map((folder) => filesBelow(root, folder)))).flat();
  const found: string[] = [];
  for (const file of files) {
    const text = await Deno.readTextFile(root + file);
    found.push(...complaints(file, text));
    if (!file.startsWith("tests/")) found.push(...wrongVersions(file, text, imports));
  }
  found.forEach((line) => console.error(line));
  console.log(`${files.length} files, ${found.length} complaints`);
  if (found.length > 0) Deno.exit(1);
}

/** Sabotages of the command line and of the tools. */
import type { Mutant } from "../../tools/mutants/mutant.ts";

const mutants: readonly Mutant[] = [
  {
    file: "tools/cli/labs.ts",
    find: "? EXIT.user : 1;",
    replace: "? EXIT.user : 0;",
    why: "A failing lab goes unnoticed by CI.",
    tests: ["tests/cli/labs_test.ts"],
  },
  {
    file: "tools/cli/lab_files.ts",
    find: 'wanted.padStart(2, "0")',
    replace: "wanted",
    why: "deno task lab 4 finds no lab.",
    tests: ["tests/cli/lab_files_test.ts"],
  },
  {
    file: "tools/cli/permissions.ts",
    find: 'add("net", ...HOSTS);',
    replace: 'add("net");',
    why: "A lab that downloads may talk to any server.",
    tests: ["tests/cli/lab_files_test.ts"],
  },
  {
    file: "tools/cli/permissions.ts",
    find: 'if (out !== undefined) add("write", out);',
    replace: 'if (out !== undefined) add("write", "/");',
    why: "A lab with --out may write anywhere.",
    tests: ["tests/cli/lab_files_test.ts"],
  },
  {
    file: "tools/cli/given_options.ts",
    find: "without.includes(key)",
    replace: "!without",
    why: "deno task lab --open ends with an option that labs do not know.",
    tests: ["tests/cli/labs_test.ts"],
  },
  {
    file: "tools/cli/reports.ts",
    find: "!without.includes(name)",
    replace: "without.length >= 0",
    why: "The index shows an old report of a lab that has just failed.",
    tests: ["tests/cli/labs_test.ts"],
  },
  {
    file: "tools/cli/new.ts",
    find: "{ createNew: true },",
    replace: "{ create: true },",
    why: "deno task new writes over a lab that is there.",
    tests: ["tests/cli/new_test.ts"],
  },
  {
    file: "tools/cli/eval.ts",
    find: "resolve(userPath(input)) === resolve(userPath(output))",
    replace: "input === undefined",
    why: "eval writes over its input.",
    tests: ["tests/cli/eval_test.ts"],
  },
  {
    file: "tools/cli/eval.ts",
    find: "seededRandom(seed).fork",
    replace: "seededRandom(0).fork",
    why: "eval --seed is ignored.",
    tests: ["tests/cli/eval_seed_test.ts"],
  },
  {
    file: "tools/cli/watch.ts",
    find: "    stop.abort();",
    replace: "",
    why: "Whoever saves while a lab runs waits for it to end.",
    tests: ["tests/cli/watch_test.ts"],
  },
  {
    file: "tools/cli/watch_server.ts",
    find: '{ hostname: "127.0.0.1", port,',
    replace: '{ hostname: "0.0.0.0", port,',
    why: "Everybody in the network can read the report that is being watched.",
    tests: ["tests/cli/watch_test.ts"],
  },
  {
    file: "tools/check_arrows.ts",
    find: "may.some((allowed) => target.startsWith(allowed))",
    replace: 'may.some((allowed) => target.startsWith(allowed[0] ?? ""))',
    why: "The report may import an engine, and nobody says so.",
    tests: ["tests/tools/checks_test.ts"],
  },
  {
    file: "tools/check/circles.ts",
    find: "if (target === start) {",
    replace: "if (target === file) {",
    why: "Circles of imports are not found.",
    tests: ["tests/tools/checks_test.ts"],
  },
  {
    file: "bench/measure.ts",
    find: "median(",
    replace: "Math.max(...",
    why: "The benchmark tells the slowest round.",
    tests: ["tests/tools/bench_test.ts"],
  },
];

export default mutants;

/** The tool that makes the program wrong, on a project of one function. */
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { choose } from "../../tools/mutants/list.ts";
import { type Mutant, sabotaged } from "../../tools/mutants/mutant.ts";
import { firstFailure } from "../../tools/mutants/tests.ts";
import { root, withFolder } from "../cli/convlab.ts";

const larger: Mutant = {
  file: "larger.ts",
  find: "a > b",
  replace: "a < b",
  why: "The smaller one is taken.",
  tests: ["larger_test.ts"],
};
const files = {
  "deno.json": "{}",
  "larger.ts": "export const larger = (a: number, b: number) => (a > b ? a : b) + 0;\n",
  "larger_test.ts": 'import { larger } from "./larger.ts";\n' +
    'Deno.test("larger() takes the larger", () => {\n' +
    '  if (larger(1, 2) !== 2) throw new Error("no");\n' +
    "});\n",
};

/** Runs the tool on a project with these files and mutants: its exit code and what it said. */
async function tool(
  mutants: readonly Mutant[],
  { changed = {}, args = [] }: {
    readonly changed?: Readonly<Record<string, string>>;
    readonly args?: readonly string[];
  } = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  let said = { code: -1, stdout: "", stderr: "" };
  await withFolder(async (folder) => {
    await Deno.mkdir(`${folder}/tests/mutants`, { recursive: true });
    const list = `export default ${JSON.stringify(mutants)};\n`;
    const all = Object.entries({ ...files, ...changed, "tests/mutants/all.ts": list });
    for (const [name, text] of all) await Deno.writeTextFile(`${folder}/${name}`, text);
    const { code, stdout, stderr } = await new Deno.Command("deno", {
      args: ["run", "--no-check", "--no-prompt", "--allow-env", "--allow-read"].concat(
        [`--allow-write=${folder}`, "--allow-run=deno", `${root}tools/mutants.ts`],
        ["--project", folder, ...args],
      ),
      cwd: root,
      env: { NO_COLOR: "1" },
      stdin: "null",
    }).output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    said = { code, stdout: text(stdout), stderr: text(stderr) };
    for (const [name, text] of all) {
      assertEquals(await Deno.readTextFile(`${folder}/${name}`), text, "the project was changed");
    }
    const left = await Array.fromAsync(Deno.readDir(`${folder}/.convlab/mutants`)).catch(() => []);
    assertEquals(left, [], "copies are left behind");
  });
  return said;
}

Deno.test("test:mutants names the test that catches a mutant, and the mutant that none catches", async () => {
  const survivor = { ...larger, find: ") + 0", replace: ") - 0", why: "Nothing changes." };
  const { code, stdout, stderr } = await tool([larger, survivor]);
  assertEquals([code, stderr], [1, ""]);
  assertStringIncludes(
    stdout,
    "larger.ts: The smaller one is taken.\n    caught: larger() takes the larger (larger_test.ts)\n",
  );
  assertStringIncludes(stdout, "larger.ts: Nothing changes.\n    SURVIVED\n");
  assert(stdout.endsWith("2 applied, 1 survived\n"), stdout);
});

Deno.test("test:mutants exits with 0 if every mutant is caught, by a test without an end, too", async () => {
  const endless = {
    ...larger,
    find: "(a > b ? a : b) + 0",
    replace: "{ for (;;) if (a === -b) return b; }",
    why: "It never ends.",
  };
  const { code, stdout } = await tool([larger, endless], { args: ["--seconds", "3"] });
  assertStringIncludes(stdout, "larger.ts: It never ends.\n    caught: no end within 3 s\n");
  assert(stdout.endsWith("2 applied, 0 survived\n"), stdout);
  assertEquals(code, 0);
});

Deno.test("test:mutants refuses a list that no longer fits the program, and tries nothing", async () => {
  const { code, stdout, stderr } = await tool([
    { ...larger, find: "a >= b" },
    { ...larger, find: "a", why: "Many." },
    { ...larger, tests: ["gone_test.ts"], why: "No test." },
    { ...larger, file: "gone.ts", why: "No file." },
  ]);
  assertEquals([code, stdout], [2, ""]);
  assertEquals(stderr.split("\n"), [
    "Stale mutant, larger.ts: The smaller one is taken. (expected `a >= b` once, found it nowhere).",
    "Stale mutant, larger.ts: Many. (expected `a` once, found it 4 times).",
    "Stale mutant, larger.ts: No test. (there is no gone_test.ts).",
    "Stale mutant, gone.ts: No file. (there is no such file).",
    "Cannot try mutants: expected a list that fits the program, found 4 stale mutants. Correct " +
    "the list in tests/mutants/.",
    "",
  ]);
});

Deno.test("test:mutants refuses tests that fail without a mutant: they would catch everything", async () => {
  const changed = { "larger.ts": "export const larger = (a: number, b: number) => a > b ? b : a;" };
  const { code, stderr } = await tool([larger], { changed });
  assertEquals(code, 2);
  assertEquals(
    stderr,
    "Cannot try mutants: expected larger_test.ts to pass without one, but this failed: " +
      "larger() takes the larger (larger_test.ts); make it pass first.\n",
  );
});

Deno.test("sabotaged() changes one place and takes $ as it is written", () => {
  const mutant = { ...larger, find: "b", replace: "$&$1" };
  assertEquals(sabotaged(mutant, "abc"), "a$&$1c");
  assertThrows(() => sabotaged(mutant, "abcb"), RangeError, "found it 2 times");
});

Deno.test("choose() draws as many as asked, the same for the same seed, in the list's order", () => {
  const list = Array.from({ length: 20 }, (_, i) => ({ ...larger, why: `${i}` }));
  const drawn = (seed: number) => choose(list, { random: 5, seed }).map(({ why }) => Number(why));
  assertEquals(drawn(1), drawn(1));
  assertEquals(drawn(1).length, 5);
  assertEquals(drawn(1), drawn(1).toSorted((a, b) => a - b));
  assert(drawn(1).join() !== drawn(2).join());
  // Each has been drawn at least once in fifty days.
  const days = new Set(Array.from({ length: 50 }, (_, day) => drawn(day)).flat());
  assertEquals(days.size, 20);
  assertEquals(choose(list, { only: /: 1$/, seed: 1 }), [list[1]!]);
});

Deno.test("firstFailure() names a test, a file that does not load, or what Deno says", () => {
  assertEquals(
    firstFailure("FAILURES\n\nf() works => ./tests/f_test.ts:3:6\ng() => ./g.ts:1:1\n", ""),
    "f() works (tests/f_test.ts)",
  );
  assertEquals(
    firstFailure("./tests/f_test.ts (uncaught error)\n", ""),
    "tests/f_test.ts does not load",
  );
  assertEquals(firstFailure("", "error: No test modules found\n"), "error: No test modules found");
});

/** Every exercise of every lab is done as a reader would do it, and the lab runs. */
import { basename } from "node:path";
import { assert, assertEquals, assertThrows } from "@std/assert";
import type { ReportJson } from "../../core/report/mod.ts";
import { labFile, labNames } from "../../tools/cli/lab_files.ts";
import { permissionsOf } from "../../tools/cli/permissions.ts";
import { root, withFolder } from "../cli/convlab.ts";
import { applied, exercises } from "./exercises.ts";

Deno.test("exercises() reads a replacement out of joined strings", () => {
  const source =
    'const a = pool(2);\ndetails(\n  "Wider: replace `pool(2)` " +\n    "by `pool(3)`. And?", "x",\n)';
  const [only] = exercises(source);
  assertEquals([only?.from, only?.to], ["pool(2)", "pool(3)"]);
  assertEquals(applied(source, only!).split("\n")[0], "const a = pool(3);");
  assertThrows(() => applied("details(\n", only!), RangeError, "the lab has no pool(2)");
});

Deno.test("exercises() reads a replacement out of a comment, over two lines", () => {
  const source =
    "const a = pool(2);\n//? Wider: replace `pool(2)`\n//? by `pool(3)`. And?\n//! 3.\n";
  const [only] = exercises(source);
  assertEquals([only?.from, only?.to], ["pool(2)", "pool(3)"]);
  assertEquals(applied(source, only!).split("\n")[0], "const a = pool(3);");
});

Deno.test("exercises() reads which checks fail out of the answer", () => {
  const source = '//? Replace, or replace `a` by `b`.\n//! Then the check\n//! "a is a" fails.\n' +
    "//? And replace `c` by `d`.\n//! Nothing.\n";
  assertEquals(exercises(source).map(({ fails }) => fails), [["a is a"], []]);
});

const deno = async (...args: readonly string[]) => {
  const { code, stderr } = await new Deno.Command("deno", {
    args: [...args],
    cwd: root,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
};

for (const name of await labNames()) {
  const lab = await labFile(name);
  const source = await Deno.readTextFile(`${root}/${lab.path}`);
  Deno.test(`labs/${name}.ts still runs after each of its exercises`, (t) =>
    withFolder(async (out) => {
      const found = exercises(source);
      assert(
        found.length >= 2,
        `expected two exercises that change a place, found ${found.length}`,
      );
      // Beside the labs, whose imports are relative; the name says that it is nobody's lab.
      const changed = found.map((_, i) => `labs/zz_exercise_${Deno.pid}_${name}_${i + 1}.ts`);
      try {
        for (const [i, exercise] of found.entries()) {
          const path = changed[i] ?? "";
          const text = applied(source, exercise).replaceAll(lab.path, path);
          await Deno.writeTextFile(`${root}/${path}`, text);
        }
        // All at once, which takes as long as one.
        await t.step("the types are right", () => deno("check", "--quiet", ...changed));
        for (const [i, { question, fails }] of found.entries()) {
          const path = changed[i] ?? "";
          const permissions = permissionsOf(lab, { out });
          const args = ["--no-prompt", ...permissions, path, "--out", out, "--epochs", "1"];
          await t.step(question, async () => {
            await deno("run", ...args);
            const report: ReportJson = JSON.parse(
              await Deno.readTextFile(`${out}/${basename(path, ".ts")}.json`),
            );
            for (const what of fails) {
              const checked = report.checks.find((check) => check.what === what);
              assertEquals(checked?.verdict, "failed", `the answer says that "${what}" fails`);
            }
          });
        }
      } finally {
        await Promise.all(changed.map((path) => Deno.remove(`${root}/${path}`).catch(() => {})));
      }
    }));
}

/** Every exercise of every lab is done as a reader would do it, and the lab runs. */
import { assert, assertEquals, assertThrows } from "@std/assert";
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

for (const name of await labNames()) {
  const lab = await labFile(name);
  const source = await Deno.readTextFile(`${root}/${lab.path}`);
  const found = exercises(source);
  Deno.test(`${name} has exercises that change one place`, () => {
    assert(found.length >= 2, `found ${found.length}`);
  });
  for (const [i, exercise] of found.entries()) {
    Deno.test(`${name}, exercise ${i + 1}: ${exercise.question}`, () =>
      withFolder(async (out) => {
        // Beside the labs, whose imports are relative; the name says that it is nobody's lab.
        const changed = `labs/zz_exercise_${Deno.pid}_${name}.ts`;
        const path = `${root}/${changed}`;
        const text = applied(source, exercise).replaceAll(lab.path, changed);
        await Deno.writeTextFile(path, text);
        try {
          const { code, stderr } = await new Deno.Command("deno", {
            args: [
              ...["run", "--no-prompt", "--check", ...permissionsOf(lab, { out })],
              ...[changed, "--out", out, "--epochs", "1"],
            ],
            cwd: root,
            stdin: "null",
            stdout: "null",
            stderr: "piped",
          }).output();
          assertEquals(code, 0, new TextDecoder().decode(stderr));
        } finally {
          await Deno.remove(path);
        }
      }));
  }
}

import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { parseHeader } from "../../core/report/mod.ts";
import { UserError } from "../../dsl/errors.ts";
import { newLab } from "../../tools/cli/new.ts";
import { withFolder } from "./convlab.ts";

Deno.test("newLab() writes a lab whose header names it", () =>
  withFolder(async (folder) => {
    assertEquals(
      await newLab("my_idea", folder),
      "Created labs/my_idea.ts. Run it with: deno task lab my_idea",
    );
    const text = await Deno.readTextFile(`${folder}/my_idea.ts`);
    assertStringIncludes(parseHeader(text, "labs/my_idea.ts").run, " labs/my_idea.ts");
  }));

Deno.test("newLab() does not overwrite a lab", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/mine.ts`, "my work");
    await assertRejects(
      () => newLab("mine", folder),
      UserError,
      "Cannot write labs/mine.ts: expected a new name, found a lab of that name. Choose another.",
    );
    assertEquals(await Deno.readTextFile(`${folder}/mine.ts`), "my work");
  }));

Deno.test("newLab() refuses the name of a device of Windows", () =>
  withFolder(async (folder) => {
    await assertRejects(
      () => newLab("con", folder),
      UserError,
      'Cannot create the lab "con": expected a name that every system gives a file, found a device ' +
        "of Windows. Choose another.",
    );
    assertEquals(await Array.fromAsync(Deno.readDir(folder)), []);
  }));

Deno.test("newLab() refuses a name that leads out of the folder, or is no lab's", () =>
  withFolder(async (folder) => {
    for (const name of ["../up", "Big", "a-b", "", "a.ts"]) {
      await assertRejects(
        () => newLab(name, folder),
        UserError,
        `Cannot create the lab "${name}": expected a name of lower-case letters, digits and _. ` +
          "Choose one such as my_idea.",
      );
    }
    assertEquals(await Array.fromAsync(Deno.readDir(folder)), []);
  }));

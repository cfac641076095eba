import { assertEquals, assertThrows } from "@std/assert";
import { requireDeno } from "../../core/base/deno_version.ts";
import { UserError } from "../../dsl/errors.ts";

Deno.test("requireDeno() refuses a Deno before 2.9 in one sentence", () => {
  for (const version of ["1.46.3", "2.0.0", "2.8.9"]) {
    const { message } = assertThrows(() => requireDeno(version), UserError);
    assertEquals(
      message,
      `Cannot start: expected Deno 2.9 or newer, found ${version}. Run deno upgrade, or start the ` +
        "task with npx --yes deno@2.9.6 task.",
    );
  }
});

Deno.test("requireDeno() takes 2.9 and whatever is newer", () => {
  for (const version of ["2.9.0", "2.10.1", "3.0.0-rc.1", Deno.version.deno]) requireDeno(version);
});

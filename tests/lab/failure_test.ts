import { assertEquals } from "@std/assert";
import { errorSentence, exitCode, Interrupted } from "../../core/lab/failure.ts";
import { LabInterruption } from "../../core/lab/interruption.ts";
import { UserError } from "../../dsl/errors.ts";

Deno.test("exitCode() follows the convention of shells", () => {
  const codes = (["SIGINT", "SIGTERM", "SIGHUP"] as const).map((name) =>
    exitCode(new Interrupted(name))
  );
  assertEquals(codes, [130, 143, 129]);
  assertEquals(exitCode(new UserError("a mistake")), 2);
  assertEquals(exitCode(new Error("a bug")), 1);
});

Deno.test("errorSentence() gives one line without characters that move the cursor", () => {
  assertEquals(errorSentence(new RangeError("a\u001b[2Jb\nc")), "RangeError: a\\u001b[2Jb");
  assertEquals(errorSentence(new UserError("Cannot do it.")), "Cannot do it.");
  assertEquals(errorSentence("text"), "text");
});

Deno.test("LabInterruption.reason is Ctrl-C as long as no signal has come", () => {
  const interruption = new LabInterruption();
  assertEquals([interruption.happened, interruption.reason.signal], [false, "SIGINT"]);
});

import { assertEquals, assertStringIncludes } from "@std/assert";
import { convlab, mistake } from "./convlab.ts";

Deno.test("convlab --help lists every command with its description", async () => {
  const { code, stdout } = await convlab(["--help"]);
  assertEquals(code, 0);
  for (const name of ["labs", "lab", "eval", "bench", "new", "watch", "ko"]) {
    assertStringIncludes(stdout, `\n  ${name} `);
  }
});

Deno.test("convlab lab --help shows an example", async () => {
  const { code, stdout, stderr } = await convlab(["lab", "--help"]);
  assertEquals([code, stderr], [0, ""]);
  assertStringIncludes(stdout, "Usage: deno task lab [options] <lab>");
  assertStringIncludes(stdout, "deno task lab 10 --full --epochs 3");
});

Deno.test("convlab refuses an unknown command", async () => {
  assertEquals(
    await convlab(["lob"]),
    mistake(
      'Cannot run "lob": expected one of labs, lab, eval, bench, new, watch, ko. ' +
        "Use --help to see what each does.",
    ),
  );
});

Deno.test("convlab refuses an unknown option", async () => {
  assertEquals(
    await convlab(["new", "idea", "--colour"]),
    mistake(
      "Cannot read the command line: unknown option '--colour'. Use --help to list commands and options.",
    ),
  );
});

Deno.test("convlab refuses a number out of range", async () => {
  assertEquals(
    await convlab(["labs", "--epochs", "0"]),
    mistake(
      "Cannot read the command line: option '--epochs <n>': expected a whole number of at least " +
        "1, found 0. Use --help to list commands and options.",
    ),
  );
});

Deno.test("convlab --debug prints the stack trace of a mistake", async () => {
  const { code, stderr } = await convlab(["lab", "nothing", "--debug"]);
  assertEquals(code, 2);
  assertStringIncludes(stderr, "lab_files.ts");
});

import { assertEquals } from "@std/assert";
import { syntaxError } from "../../core/lab/syntax.ts";

Deno.test("syntaxError() names what is missing between two arguments", async () => {
  assertEquals(await syntaxError("f(a = 'x' b = 2)"), "Expected ',', got 'b'");
});

Deno.test("syntaxError() passes a call whose arguments have commas", async () => {
  assertEquals(await syntaxError("f(a = 'x', b = (3, 3))"), undefined);
});

Deno.test("syntaxError() does not run what it reads", async () => {
  assertEquals(await syntaxError("Deno.exit(3)"), undefined);
  assertEquals(await syntaxError("noSuchFunction()"), undefined);
});

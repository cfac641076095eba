import { assertEquals } from "@std/assert";
import { isDevice, windowsProblem } from "../../core/base/file_names.ts";

Deno.test("isDevice() knows Windows's devices, with an ending, too", () => {
  const names = ["con", "NUL", "aux.ts", "com1", "lpt9", "com¹", "console", "com10", "my_con", ""];
  assertEquals(names.filter(isDevice), ["con", "NUL", "aux.ts", "com1", "lpt9", "com¹"]);
});

Deno.test("windowsProblem() says what Windows cannot have in a path", () => {
  assertEquals(windowsProblem("C:\\my reports\\2026,#1%"), undefined);
  assertEquals(windowsProblem("../한글/.hidden/."), undefined);
  assertEquals(windowsProblem("a:b"), ': in the name "a:b"');
  assertEquals(windowsProblem("C:\\a\\nul\\b"), '"nul", the name of a device');
  assertEquals(windowsProblem("reports."), 'the name "reports.", which ends in a dot');
  assertEquals(windowsProblem("reports /x"), 'the name "reports ", which ends in a space');
});

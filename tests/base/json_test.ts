import { assertEquals } from "@std/assert";
import { depthOf, duplicateKey, isRecord, shownJson } from "../../core/base/json.ts";

Deno.test("isRecord() is true of objects only", () => {
  assertEquals([{}, [], null, "x", 1, undefined].map(isRecord), [
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});

for (
  const [text, key] of [
    ['{"a":1,"b":2}', undefined],
    ['{"a":1,"a":2}', "a"],
    ['{"x":{"a":1},"a":2,"y":{"a":3}}', undefined],
    ['{"x":[{"a":1},{"a":1}]}', undefined],
    ['{"x":{"b":1,"b" : 2}}', "b"],
    ['{"a":"a","b":"a"}', undefined],
    ['{"a":"{\\"a\\":","a\\"":1}', undefined],
    ['{"\\u0061":1,"a":2}', "a"],
    ["[]", undefined],
  ] as const
) {
  Deno.test(`duplicateKey() of ${text} is ${key}`, () => assertEquals(duplicateKey(text), key));
}

Deno.test("shownJson() cuts JSON and shows it on one line", () => {
  assertEquals(shownJson({ a: "\u202e\n" }), '{"a":"\\u202e\\n"}');
  assertEquals(shownJson("x".repeat(100)), `"${"x".repeat(59)}…`);
});

Deno.test("depthOf() counts levels, not brackets in text", () => {
  assertEquals(depthOf('{"[[{": [1, {"a\\"[": []}], "b": []}'), 4);
  assertEquals(depthOf("3"), 0);
});

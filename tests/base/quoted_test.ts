import { assertEquals } from "@std/assert";
import { quoted, visible } from "../../core/base/quoted.ts";
import { formatValue } from "../../dsl/fields.ts";

for (
  const [what, text, shown] of [
    ["plain text", "conv1/kernel", '"conv1/kernel"'],
    ["no text", "", '""'],
    ["Korean and emoji", "합성곱 층 🐕", '"합성곱 층 🐕"'],
    ["quotation marks", 'a"b\\', '"a\\"b\\\\"'],
    ["lines", "a\r\nb\tc", '"a\\r\\nb\\tc"'],
    ["a terminal's commands", "\u001b[2J\u009b1m", '"\\u001b[2J\\u009b1m"'],
    ["NUL", "\0", '"\\u0000"'],
    ["separators of lines and paragraphs", "a\u2028b\u2029", '"a\\u2028b\\u2029"'],
    ["other directions of writing", "\u202egnp.exe\u2066", '"\\u202egnp.exe\\u2066"'],
    ["characters without width", "a\u200b\u2060\ufeff\u00ad", '"a\\u200b\\u2060\\ufeff\\u00ad"'],
    ["fillers, which only look empty", "\u3164\u115f", '"\\u3164\\u115f"'],
    ["tags, which repeat ASCII unseen", "\u{e0041}", '"\\udb40\\udc41"'],
    ["half a surrogate pair", "\ud83d", '"\\ud83d"'],
    ["60 characters", "🐕".repeat(60), `"${"🐕".repeat(60)}"`],
    ["61 characters", "🐕".repeat(61), `"${"🐕".repeat(60)}…"`],
  ] as const
) {
  Deno.test(`quoted() shows ${what}`, () => assertEquals(quoted(text), shown));
}

Deno.test("visible() leaves what can be seen as it is", () => {
  assertEquals(visible('a "b" 합성곱 🐕 é'), 'a "b" 합성곱 🐕 é');
});

Deno.test("formatValue() shows a value on one line without control characters", () => {
  assertEquals(formatValue("\u202e\u009b\n"), '"\\u202e\\u009b\\n"');
  assertEquals(formatValue({ "\u2028": 1 }), '{"\\u2028":1}');
});

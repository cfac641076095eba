/** What the book does not say: checks, their rules and their place on the page. */
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { UserError } from "../../dsl/errors.ts";
import { checkId, type CheckInput, type CheckRule, judgeCheck } from "../../core/report/checks.ts";
import { checkNote, checkPlace, checksTable, ruleText } from "../../core/report/page/checks.ts";
import { seen, textsWith } from "./texts.ts";

const verdict = (value: CheckInput["value"], rule: CheckRule) =>
  judgeCheck({ what: "a", value, rule }).verdict;

Deno.test("judgeCheck() holds a value against each rule, at its edge and beyond it", () => {
  const cases: [CheckRule, CheckInput["value"], CheckInput["value"]][] = [
    [{ atMost: 1 }, 1, 1.5],
    [{ atLeast: 1 }, 1, 0.5],
    [{ below: 1 }, 0.5, 1],
    [{ above: 1 }, 1.5, 1],
    [{ equals: 4 }, 4, 5],
    [{ equals: [4, 6] }, [4, 6], [6, 4]],
    [{ equals: true }, true, false],
    [{ equals: "relu" }, "relu", "none"],
    [{ near: 0.5, within: 0.01 }, 0.51, 0.52],
    [{ near: [1, 2], within: 0.1 }, [1.1, 2], [1, 2.2]],
  ];
  for (const [rule, right, wrong] of cases) {
    assertEquals(
      [verdict(right, rule), verdict(wrong, rule)],
      ["passed", "failed"],
      ruleText(rule),
    );
    assertEquals(verdict(NaN, rule), "failed", `NaN passes ${ruleText(rule)}`);
  }
  assertEquals(verdict("1", { atMost: 1 }), "failed");
});

Deno.test("judgeCheck() does not judge what was not measured or is said not to be judged", () => {
  const check = { what: "The loops agree", value: 2, rule: { atMost: 1 } };
  assertEquals(judgeCheck(check), {
    ...{ id: "the-loops-agree", what: "The loops agree", value: 2, rule: { atMost: 1 } },
    verdict: "failed",
  });
  assertEquals(judgeCheck({ ...check, why: "rounding" }).why, "rounding");
  const { verdict, why } = judgeCheck({ ...check, judge: "a quick run trains 2 epochs" });
  assertEquals([verdict, why], ["not judged", "a quick run trains 2 epochs"]);
  assertEquals(judgeCheck({ ...check, value: null }).why, "this run did not measure it");
  assertEquals(judgeCheck({ ...check, judge: true }).verdict, "failed");
  assertEquals(
    assertThrows(() => judgeCheck({ ...check, judge: " " }), UserError).message,
    'Check "The loops agree": expected the reason why it isn\'t judged, found an empty text; give it.',
  );
});

Deno.test("checkId() makes one id of the words, and of the id itself", () => {
  assertEquals(checkId("x + 합성곱: equal!"), "x-합성곱-equal");
  assertEquals(checkId(checkId("The loops agree")), checkId("The loops agree"));
});

Deno.test("ruleText() writes each rule as one reads it", () => {
  const rules: CheckRule[] = [
    { atMost: 1e-5 },
    { atLeast: 0.97 },
    { below: 25 },
    { above: 0 },
    { equals: [4, 6, 9] },
    { near: 0, within: 0.01 },
  ];
  assertEquals(rules.map(ruleText), [
    ...["≤ 1.00e−5", "≥ 0.97", "< 25", "> 0", "(4, 6, 9)", "0 ± 0.01"],
  ]);
});

Deno.test("checksTable() and checkNote() show rule, value, verdict and reason, and link each other", () => {
  const check = judgeCheck({ what: "a < b", value: 1 + 2 ** -40, rule: { equals: 1 }, why: "w" });
  const texts = textsWith();
  const table = checksTable([check], texts);
  assertStringIncludes(table, '<tr id="check-a-b" class="reasoned">');
  assertStringIncludes(table, '<a href="#made-check-a-b">a &lt; b</a>');
  assertStringIncludes(seen(table), "Expected 1This run 1 + 9.09e−13");
  assertStringIncludes(seen(table), "✗ 1 failed");
  assertStringIncludes(seen(table, "ko"), "✗ 1 실패");
  assertStringIncludes(table, '<tr class="reason"><td colspan="4">w</td></tr>');
  assertEquals(checksTable([], texts), "");
  const note = checkNote(check, texts);
  assertStringIncludes(note, '<div class="margin failed" role="note">');
  assertStringIncludes(note, '<a href="#check-a-b">a &lt; b</a>');
  assertEquals(seen(note), "✗ failed a &lt; bExpected 1 This run 1 + 9.09e−13w");
  assertEquals(checkPlace(check), '<span class="place" id="made-check-a-b"></span>');
});

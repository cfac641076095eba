/** How a lab states claims of the book and checks of its own. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { labOptions } from "../../core/lab/options.ts";
import { LabRecord } from "../../core/lab/record.ts";
import type { ClaimRecord } from "../../core/report/mod.ts";
import { UserError } from "../../dsl/errors.ts";
import { denoCheck } from "../dsl/deno_check.ts";

const record = async (claims: readonly ClaimRecord[]) =>
  new LabRecord({
    lab: "lab_template",
    source: await Deno.readTextFile(new URL("../../tools/lab_template.ts", import.meta.url)),
    options: await labOptions("lab_template", []),
    command: "",
    claims,
  });

const steps: ClaimRecord = {
  id: "steps",
  section: "실습",
  what: { en: "Steps per epoch", ko: "에포크당 스텝 수" },
  book: 1407,
  tolerance: 1,
};

Deno.test("LabRecord.claim() takes section, words, value and tolerance from the record", async () => {
  assertEquals((await record([steps])).claim("steps", 1408, {}, 7), {
    ...{ id: "steps", section: "실습", what: "Steps per epoch", book: 1407, ours: 1408 },
    ...{ whatKo: "에포크당 스텝 수", tolerance: 1, verdict: "within tolerance" },
  });
  const { verdict, why } = (await record([steps])).claim("steps", 9, { why: "a part" }, 7);
  assertEquals([verdict, why], ["differs", "a part"]);
  assertEquals(
    (await record([steps])).claim("steps", 1407, { judge: "quick" }, 7).verdict,
    "not judged",
  );
});

Deno.test("LabRecord.claim() refuses an id without a record, and a second statement", async () => {
  const lab = await record([steps]);
  lab.claim("steps", 1407, {}, 7);
  const sentence = (id: string) =>
    assertThrows(() => lab.claim(id, 1407, {}, 9), UserError).message;
  assertEquals(
    sentence("steps"),
    'labs/lab_template.ts:9: Cannot state the claim "steps": expected it once, found it in line 7 ' +
      "already; remove one.",
  );
  assertEquals(
    sentence("step"),
    'labs/lab_template.ts:9: Cannot state the claim "step": expected one of the lab\'s claims ' +
      "(steps); correct the id, or use check(…) for what the book does not say.",
  );
});

Deno.test("LabRecord.check() refuses two checks of the same words", async () => {
  const lab = await record([]);
  const check = { what: "the loops agree", value: 0, rule: { equals: 0 } };
  assertEquals(lab.check(check, 3).verdict, "passed");
  assertEquals(
    assertThrows(() => lab.check({ ...check, what: "The loops agree!" }, 5), UserError).message,
    'labs/lab_template.ts:5: Cannot check "The loops agree!": expected words of its own, found ' +
      "the same in line 3; word one of them differently.",
  );
});

Deno.test("lab() lets the compiler know the ids: another id, and a claim without a book, are type errors", async () => {
  const core = new URL("../../core/lab/mod.ts", import.meta.url).href;
  const { success, output } = await denoCheck(`
    import { lab } from "${core}";
    const records = [
      { id: "steps", section: "s", what: { en: "a", ko: "b" }, book: 1 },
      { id: "loss", section: "s", what: { en: "a", ko: "b" }, book: [1, 2] },
    ] as const;
    const withBook = await lab(import.meta, records);
    withBook.claim("steps", 1);
    withBook.claim("loss", [1, 2], { judge: "quick", why: "a part" });
    withBook.check("anything", 1, { atMost: 1 });
    withBook.claim("stepz", 1);
    withBook.check("anything", 1, { atmost: 1 });
    const without = await lab(import.meta);
    without.check("anything", true, { equals: true });
    without.claim("steps", 1);
  `);
  assert(!success, "the compiler accepts all of it");
  const errors = [...output.matchAll(/TS\d+ .*?\[ERROR\]: (.*)/g)].map(([, sentence]) => sentence);
  assertEquals(errors.slice(0, 1), [
    `Argument of type '"stepz"' is not assignable to parameter of type '"loss" | "steps"'.`,
  ]);
  assert(errors[1]?.includes("'atmost' does not exist in type 'CheckRule'"), errors[1]);
  assertEquals(errors.slice(2), [
    `Argument of type '"steps"' is not assignable to parameter of type 'never'.`,
  ]);
});

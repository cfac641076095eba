import { assertEquals, assertThrows } from "@std/assert";
import { UserError } from "../../dsl/errors.ts";
import { type ClaimInput, judge } from "../../core/report/claims.ts";
import { countVerdicts, verdictsText } from "../../core/report/verdicts.ts";

const verdict = (claim: Omit<ClaimInput, "id" | "section">) =>
  judge({ id: "a", section: "b", ...claim }).verdict;

Deno.test("judge() reproduces equal numbers, shapes and texts only", () => {
  assertEquals(verdict({ book: 258874, ours: 258874 }), "reproduced");
  assertEquals(verdict({ book: [107, 118], ours: [107, 118] }), "reproduced");
  assertEquals(verdict({ book: "[1 1] 3 3", ours: "[1 1] 3 3" }), "reproduced");
  assertEquals(verdict({ book: true, ours: true }), "reproduced");
  assertEquals(verdict({ book: 0, ours: -0 }), "reproduced");
  assertEquals(verdict({ book: [107, 118], ours: [107, 118, 1] }), "differs");
  assertEquals(verdict({ book: "3", ours: 3 }), "differs");
  assertEquals(verdict({ book: 0.9048, ours: 0.9049 }), "differs");
});

Deno.test("judge() takes the tolerance as a distance or as a share, its edge included", () => {
  assertEquals(verdict({ book: 0.91, ours: 0.92, tolerance: 0.01 }), "within tolerance");
  assertEquals(verdict({ book: 0.91, ours: 0.93, tolerance: 0.01 }), "differs");
  assertEquals(
    verdict({ book: 200, ours: 190, tolerance: { relative: 0.05 } }),
    "within tolerance",
  );
  assertEquals(verdict({ book: 200, ours: 189, tolerance: { relative: 0.05 } }), "differs");
  assertEquals(
    verdict({ book: -200, ours: -190, tolerance: { relative: 0.05 } }),
    "within tolerance",
  );
  assertEquals(verdict({ book: [1, 2], ours: [1.1, 2], tolerance: 0.1 }), "within tolerance");
  assertEquals(verdict({ book: [1, 2], ours: [1.1, 3], tolerance: 0.1 }), "differs");
  assertEquals(verdict({ book: "a", ours: "b", tolerance: 1 }), "differs");
});

Deno.test("judge() never reproduces not-a-number", () => {
  assertEquals(verdict({ book: NaN, ours: NaN, tolerance: 1 }), "differs");
  assertEquals(verdict({ book: 1, ours: NaN, tolerance: 1 }), "differs");
  assertEquals(verdict({ book: [1], ours: [NaN], tolerance: 1 }), "differs");
  assertEquals(verdict({ book: 1, ours: Infinity, tolerance: 1 }), "differs");
});

Deno.test("judge() always says why a claim differs or isn't judged", () => {
  const claim = { id: "a", section: "b", book: 1, ours: 2 };
  assertEquals(judge(claim).why, "no explanation given");
  assertEquals(judge({ ...claim, why: "another seed" }).why, "another seed");
  assertEquals(judge({ ...claim, judge: "2 epochs, not 20" }), {
    ...{ id: "a", section: "b", what: "a", book: 1, ours: 2, tolerance: null },
    ...{ verdict: "not judged", why: "2 epochs, not 20" },
  });
  assertEquals(judge({ ...claim, ours: null }).verdict, "not judged");
  assertEquals(judge({ ...claim, ours: null }).why, "this run did not measure it");
});

Deno.test("judge() judges no claim that was said not to be judged, even an equal one", () => {
  assertEquals(verdict({ book: 1, ours: 1, judge: "stand-in data" }), "not judged");
  assertEquals(verdict({ book: 1, ours: 1, judge: true }), "reproduced");
});

Deno.test("judge() refuses an empty reason and a tolerance that is none", () => {
  const message = (more: Partial<ClaimInput>) =>
    assertThrows(() => judge({ id: "a", section: "b", book: 1, ours: 2, ...more }), UserError)
      .message;
  assertEquals(
    message({ judge: " " }),
    'Claim "a": expected the reason why it isn\'t judged, found an empty text; give it.',
  );
  assertEquals(
    message({ tolerance: -1 }),
    'Claim "a": expected a tolerance of 0 or more, found -1; correct it.',
  );
  assertEquals(
    message({ tolerance: { relative: NaN } }),
    'Claim "a": expected a tolerance of 0 or more, found NaN; correct it.',
  );
});

Deno.test("countVerdicts() counts the ways that happened, in one order", () => {
  const verdicts = ["not judged", "differs", "reproduced", "differs"] as const;
  const claims = verdicts.map((verdict) => ({ verdict }));
  assertEquals(countVerdicts(claims), [["reproduced", 1], ["differs", 2], ["not judged", 1]]);
  assertEquals(verdictsText(claims), "1 reproduced, 2 differs, 1 not judged");
  assertEquals(verdictsText([{ verdict: "failed" }, { verdict: "passed" }]), "1 passed, 1 failed");
  assertEquals(verdictsText([]), "");
});

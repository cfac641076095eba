import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { fullRunOf, fullRunPath, readFullRun } from "../../core/lab/full_run.ts";
import { showKeptClaims } from "../../core/lab/runs_table.ts";
import type { ReportJson } from "../../core/report/mod.ts";

const report: ReportJson = {
  lab: "12_x",
  title: "X",
  section: "",
  mode: "full",
  engine: "wasm",
  seconds: 90,
  startedAt: "2026-11-24T10:00:00.000Z",
  claims: [
    {
      ...{ id: "right", section: "s", what: "Told right", book: 8, ours: 8.61234 },
      ...{ tolerance: 1, verdict: "within tolerance" },
    },
    {
      ...{ id: "called", section: "s", what: "Called faces", book: [1, 3], ours: null },
      ...{ tolerance: null, verdict: "not judged", why: "drawings" },
    },
  ],
  checks: [{ id: "c", what: "Loops agree", value: 0.5, rule: { below: 1 }, verdict: "passed" }],
  figures: [],
  data: [],
  metrics: { right: 8 },
  outputs: [],
  pipelines: {},
  runs: {},
  provenance: {},
  interrupted: false,
};

Deno.test("fullRunOf() keeps a full run that has ended, and no other", () => {
  const kept = fullRunOf(report, "a machine");
  assertEquals([kept.lab, kept.date, kept.machine], ["12_x", "2026-11-24", "a machine"]);
  assertEquals(Object.hasOwn(kept, "variant"), false);
  assertThrows(() => fullRunOf({ ...report, mode: "quick" }, ""), RangeError, "12_x: only a full");
  assertThrows(() => fullRunOf({ ...report, interrupted: true }, ""), RangeError);
});

Deno.test("fullRunPath() tells a lab's full runs apart by name", () => {
  assertEquals(fullRunPath(fullRunOf(report, "")), "labs/results/12_x.json");
  assertEquals(fullRunPath(fullRunOf(report, "", "photos")), "labs/results/12_x.photos.json");
});

Deno.test("showKeptClaims() says on what the run was done, and what it found", () => {
  const [about, claims] = showKeptClaims(fullRunOf(report, "a machine"), "drawings", ["right"]);
  assertStringIncludes(
    JSON.stringify(about?.json()),
    "**Full run of 2026-11-24**: drawings, 1.5 minutes on a machine, engine wasm.",
  );
  assertEquals(JSON.parse(JSON.stringify(claims?.json())).rows, [
    ["Told right", 8, 8.6123, "within tolerance", ""],
  ]);
  const [, all] = showKeptClaims(fullRunOf(report, ""), "drawings", ["right", "called"]);
  assertEquals(JSON.parse(JSON.stringify(all?.json())).rows[1], [
    ...["Called faces", "1, 3", "–", "not judged", "drawings"],
  ]);
  assertEquals(showKeptClaims(undefined, "drawings", ["right"]), []);
});

Deno.test("showKeptClaims() shows what the run checked, and a run kept before there were checks", () => {
  const kept = fullRunOf(report, "a machine");
  const { checks: _, ...old } = kept;
  assertEquals(showKeptClaims(old, "drawings", ["right"]).length, 2);
  const [, , checks] = showKeptClaims(kept, "drawings", ["right"]);
  assertEquals(JSON.parse(JSON.stringify(checks?.json())).rows, [
    ["Loops agree", 0.5, "passed", ""],
  ]);
});

Deno.test("readFullRun() reads the results that are kept, whatever claims they hold", async () => {
  const kept = await readFullRun("12_face_finder", "photographs");
  assertEquals(kept?.lab, "12_face_finder");
  assert((kept?.claims.length ?? 0) > 0);
  assertEquals(await readFullRun("00_never_ran"), undefined);
});

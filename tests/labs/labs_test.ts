/** Every lab of the chapter runs in quick mode and keeps the contract of its report. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { isRecord } from "../../core/base/json.ts";
import { chapterClaims } from "../../labs/chapter/claims/mod.ts";
import { brokenLinks } from "../../labs/chapter/mod.ts";
import type { ReportJson } from "../../core/report/mod.ts";
import { isNumbered, labNames } from "../../tools/cli/lab_files.ts";
import { withFolder } from "../cli/convlab.ts";
import { runLab, uncovered } from "./labs.ts";

const KEYS = ["lab", "title", "mode", "engine", "seconds", "claims", "checks", "figures", "data"]
  .concat("metrics");

/** What the chapter says and a lab finds otherwise: these claims, and no others, may differ. */
const DIFFERS: Readonly<Record<string, readonly string[]>> = {
  "03_edges": ["stencil", "second-axis", "dot-product"],
  "07_pooling": ["robust-bright"],
  "08_cnn_architecture": ["printed-code"],
  "12_face_finder": ["batch_normalization_2-the-first-time"],
};

/** Accuracies that a quick run must reach. */
const AT_LEAST: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "10_fashion_mnist": { "cnn/test_accuracy": 0.84 },
  "11_transfer_learning": { "chapter's cut and head, last epoch": 0.85 },
};

const read = async (folder: string, name: string): Promise<ReportJson> =>
  JSON.parse(await Deno.readTextFile(`${folder}/${name}.json`));

/** The report without what differs from run to run: times. */
function timeless(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.filter((each) => !isRecord(each) || each["kind"] !== "timing").map(timeless);
  }
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !TIMES.test(key));
  return Object.fromEntries(kept.map(([key, each]) => [key, timeless(each)]));
}
const TIMES = /^(?:seconds|startedAt|command)$|_ms$/;

for (const name of (await labNames()).filter(isNumbered)) {
  Deno.test(`labs/${name}.ts runs in quick mode and keeps the report's contract`, () =>
    withFolder(async (folder) => {
      const audit = `${folder}.audit`;
      const { code, said } = await runLab(name, folder, ["--quick"], audit);
      assertEquals(code, 0, said);
      assertEquals(
        await uncovered(name, folder, audit),
        [],
        "access that the header does not give",
      );
      await Deno.remove(audit);
      const report = await read(folder, name);
      assertEquals(KEYS.filter((key) => !Object.hasOwn(report, key)), []);
      assertEquals([report.lab, report.mode, report.interrupted], [name, "quick", false]);
      for (const { id, verdict, why } of report.claims) {
        assert(
          verdict === "reproduced" || verdict === "within tolerance" ||
            (why !== undefined && why !== "" && why !== "no explanation given"),
          `${id} ${verdict} without a reason`,
        );
      }
      const differing = report.claims.filter(({ verdict }) => verdict === "differs");
      assertEquals(differing.map(({ id }) => id), DIFFERS[name] ?? [], "claims that differ");
      assertEquals(
        report.claims.map(({ id }) => id).sort(),
        chapterClaims.filter(({ lab }) => lab === name).map(({ id }) => id).sort(),
        "claims stated, and recorded in labs/chapter/claims",
      );
      const failed = report.checks.filter(({ verdict }) => verdict === "failed");
      assertEquals(failed.map(({ what }) => what), [], "checks that fail");
      for (const [metric, least] of Object.entries(AT_LEAST[name] ?? {})) {
        const found = report.metrics[metric] ?? NaN;
        assert(found >= least, `${metric} is ${found}, expected at least ${least}`);
      }
      for (const { name, sha256 } of report.data) {
        assert(/^[0-9a-f]{64}$/.test(sha256), `${name} has no sha256`);
      }
      assertEquals(brokenLinks([report]), [], "the index points at something that is not there");
      const page = await Deno.readTextFile(`${folder}/${name}.html`);
      assertStringIncludes(page, "</html>");
      const files = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
      assertEquals(files.sort(), [`${name}.html`, `${name}.json`], "something is left behind");
    }));
}

/** Labs that compute features of a frozen network. */
const FROZEN = ["11_transfer_learning", "12_face_finder"];

for (const name of FROZEN) {
  Deno.test(`labs/${name}.ts reads the features that a run before computed, and computes none`, () =>
    withFolder(async (folder) => {
      const computed = async () => {
        const { code, said } = await runLab(name, folder, ["--quick"]);
        assertEquals(code, 0, said);
        return (await read(folder, name)).metrics["features_computed"];
      };
      // The cache is warm where the test above has run; where it has not, the first run warms it.
      if (await computed() !== 0) assertEquals(await computed(), 0);
    }));
}

Deno.test("labs/04_convolution.ts gives the same report for the same seed, but for times", () =>
  withFolder(async (folder) => {
    const [one, two, other] = [`${folder}/one`, `${folder}/two`, `${folder}/other`];
    for (const [out, seed] of [[one, "3"], [two, "3"], [other, "4"]] as const) {
      const { code, said } = await runLab("04_convolution", out, ["--seed", seed]);
      assertEquals(code, 0, said);
    }
    const name = "04_convolution";
    const without = async (out: string) => timeless(await read(out, name));
    assertEquals(await without(one), await without(two));
    const text = JSON.stringify(await without(one));
    assert(text !== JSON.stringify(await without(other)), "the seed changes nothing");
  }));

import { assertEquals, assertRejects } from "@std/assert";
import { Command, wholeNumber } from "../../core/base/command_line.ts";
import { UserError } from "../../dsl/errors.ts";
import { closingTable } from "../../tools/cli/closing_table.ts";
import { exitCode } from "../../tools/cli/labs.ts";
import { readReport, readReports } from "../../tools/cli/reports.ts";
import { givenOptions } from "../../tools/cli/given_options.ts";
import { withFolder } from "./convlab.ts";

const claim = (verdict: "reproduced" | "differs") => ({
  id: verdict,
  section: "",
  what: "",
  book: 1,
  ours: 1,
  tolerance: null,
  verdict,
});

Deno.test("closingTable() has one line per lab", () => {
  const claims = [claim("reproduced"), claim("reproduced"), claim("differs")];
  assertEquals(
    closingTable([
      {
        ...{ lab: "04_convolution", code: 0, seconds: 1.26, claims },
        checks: [{ id: "c", what: "c", value: 1, rule: { equals: 1 }, verdict: "passed" }],
      },
      { lab: "10_fashion_mnist", code: 1, seconds: 20 },
    ]),
    [
      "lab               seconds  claims                   checks    exit code",
      "04_convolution        1.3  2 reproduced, 1 differs  1 passed  0",
      "10_fashion_mnist     20.0  no report                          1",
    ].join("\n"),
  );
});

Deno.test("exitCode() is 1 if a lab failed, and 2 if only mistakes of the user stopped labs", () => {
  const codes = (...all: number[]) => exitCode(all.map((code) => ({ lab: "", code, seconds: 0 })));
  assertEquals([codes(), codes(0, 0), codes(0, 2), codes(2, 1), codes(0, 1)], [0, 0, 2, 1, 1]);
});

Deno.test("givenOptions() returns the options that were given, and no others", () => {
  const command = new Command("x").option("--full").option("--epochs <n>", "", wholeNumber(1))
    .option("--seed <n>", "", wholeNumber(0), 0).option("--out <dir>", "", "reports").option(
      "--open",
    );
  command.parse(["--full", "--epochs", "3", "--out", "o", "--open"], { from: "user" });
  assertEquals(givenOptions(command, { without: ["open"], instead: { out: "/w/o" } }), [
    "--full",
    "--epochs",
    "3",
    "--out",
    "/w/o",
  ]);
});

Deno.test("readReports() leaves out files that are not reports, and those in without", () =>
  withFolder(async (folder) => {
    const report = {
      ...{ title: "A lab", section: "LAB", engine: "wasm", mode: "quick", startedAt: "" },
      ...{ seconds: 1, claims: [{ id: "a", verdict: "differs" }] },
    };
    const write = (lab: string) =>
      Deno.writeTextFile(
        `${folder}/${lab}.json`,
        JSON.stringify({ ...report, lab }),
      );
    await Promise.all(["b", "a", "old"].map(write));
    assertEquals((await readReports(folder, ["old"])).map(({ lab }) => lab), ["a", "b"]);
    // Written before there were checks.
    assertEquals((await readReport(folder, "a")).checks, []);
    assertEquals(await readReports(`${folder}/nowhere`), []);
    const wrong = [
      "{",
      "null",
      ...[{ mode: "<b>" }, { section: 1 }, { seconds: "1" }, { claims: [1] }, { checks: {} }]
        .map((change) => JSON.stringify({ ...report, lab: "c", ...change })),
      JSON.stringify({ ...report, lab: "c", claims: [{ id: "a", verdict: "<b>" }] }),
    ];
    for (const text of wrong) {
      await Deno.writeTextFile(`${folder}/c.json`, text);
      await assertRejects(
        () => readReport(folder, "c"),
        UserError,
        `Cannot read ${folder}/c.json: expected the report of a lab, found something else. ` +
          "Run the lab again.",
      );
    }
  }));

/** What a report does with parts that cannot be shown. */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { UserError } from "../../dsl/errors.ts";
import {
  figure,
  lineChart,
  type Output,
  type ReportInput,
  requireWritable,
  text,
  writeReport,
} from "../../core/report/mod.ts";
import { withFolder } from "../cli/convlab.ts";
import { sampleInput } from "./sample.ts";
import { seen } from "./texts.ts";

const good = lineChart({
  ...{ id: "good", title: "Good", caption: "c", alt: "a" },
  x: { name: "x", unit: "" },
  y: { name: "y", unit: "" },
  series: [{ name: "a", y: [1, 2] }],
});

/** The files of a report, as texts. */
async function written(folder: string, more: Partial<ReportInput>) {
  const input = { ...await sampleInput(), ...more };
  const { htmlPath, jsonPath } = await writeReport(input, folder);
  return {
    html: await Deno.readTextFile(htmlPath),
    json: JSON.parse(await Deno.readTextFile(jsonPath)),
  };
}

const failing = (more: Partial<Output>): Output => ({ ...text("x"), ...more });
const fail = (): never => {
  throw new TypeError("it\nfails <b>");
};

const PARTS: readonly [string, Partial<ReportInput>, string][] = [
  [
    "a figure that Plotly refuses",
    {
      outputs: [
        { line: 20, output: figure({ ...good, traces: [{ type: "scatter", lines: "none" }] }) },
        { line: 20, output: figure(good) },
      ],
    },
    'Figure "Good" (lineChart): expected properties of Plotly\'s schema, found',
  ],
  ["an output without HTML", { outputs: [{ line: 20, output: failing({ html: fail }) }] }, "it"],
  ["an output without JSON", { outputs: [{ line: 20, output: failing({ json: fail }) }] }, "it"],
  [
    "an output whose JSON is none",
    { outputs: [{ line: 20, output: failing({ json: () => 1n as never }) }] },
    "TypeError: Do not know how to serialize a BigInt",
  ],
  [
    "a caption's formula",
    { outputs: [{ line: 20, output: figure({ ...good, caption: "$\\oops$" }) }] },
    'Maths "\\oops": expected TeX',
  ],
];

for (const [what, more, problem] of PARTS) {
  Deno.test(`writeReport() shows a notice in the place of ${what}, and the rest`, () =>
    withFolder(async (folder) => {
      const { html, json } = await written(folder, more);
      assertEquals(json.problems.length, 1);
      assertStringIncludes(json.problems[0], problem);
      assert(!json.problems[0].includes("\n"));
      assertEquals(json.claims.length, 4);
      assertStringIncludes(html, '<h2 id="claims">');
      // The place of an output that has only no JSON shows it.
      if (!what.includes("JSON")) assertStringIncludes(seen(html), "Cannot be shown:");
      assert(!html.includes("fails <b>"));
    }));
}

Deno.test("writeReport() shows a claim that cannot be drawn as a notice, and the other claims", () =>
  withFolder(async (folder) => {
    const { claims } = await sampleInput();
    const broken = { ...claims[0]!, what: undefined as unknown as string };
    const { html, json } = await written(folder, { claims: [broken, ...claims.slice(1)] });
    assertEquals(json.problems.length, 1);
    assertStringIncludes(seen(html), "Cannot be shown:");
    assertStringIncludes(html, `id="claim-`);
  }));

Deno.test("writeReport() names the error that ended a run, on the page and in the JSON", () =>
  withFolder(async (folder) => {
    const { html, json } = await written(folder, { error: "Cannot do <this>." });
    assertEquals(json.error, "Cannot do <this>.");
    const top = html.slice(html.indexOf("<body>"), html.indexOf("<main>"));
    assertStringIncludes(
      seen(top),
      "Stopped by an error: this report shows the results up to that point. Cannot do &lt;this&gt;.",
    );
    assertEquals("problems" in json, false);
  }));

Deno.test("writeReport() writes the JSON before it draws anything", () =>
  withFolder(async (folder) => {
    let before: unknown;
    const output = failing({
      html: () => {
        before = JSON.parse(Deno.readTextFileSync(`${folder}/00_sample_lab.json`)).lab;
        return "";
      },
    });
    await written(folder, { outputs: [{ line: 20, output }] });
    assertEquals(before, "00_sample_lab");
  }));

Deno.test("requireWritable() creates the folder and leaves nothing in it", () =>
  withFolder(async (folder) => {
    await requireWritable(`${folder}/a/b`, "lab");
    assertEquals(await Array.fromAsync(Deno.readDir(`${folder}/a/b`)), []);
  }));

Deno.test("requireWritable() refuses what a report cannot be written to", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/file`, "");
    await Deno.mkdir(`${folder}/lab.html`);
    const refusals = [
      [`${folder}/file`, "it is a file. Remove it, or give another folder with --out."],
      [`${folder}/file/below`, "a part of the path is a file instead of a folder. Check the path"],
    ] as const;
    for (const [place, why] of refusals) {
      const { message } = await assertRejects(() => requireWritable(place, "lab"), UserError);
      assertStringIncludes(message, `Cannot write reports to ${place}: ${why}`);
    }
    const { message } = await assertRejects(() => requireWritable(folder, "lab"), UserError);
    assertEquals(
      message,
      `Cannot write ${folder}/lab.html: expected a file or nothing, found a folder. Remove it, or ` +
        "give another folder with --out.",
    );
    await assertRejects(
      () => requireWritable("nul", "lab", "windows"),
      UserError,
      'expected a path that Windows can have, found "nul", the name of a device.',
    );
  }));

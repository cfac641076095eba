/** The checks can fail: each finds what it is there to find. */
import { assertEquals } from "@std/assert";
import { parseHeader } from "../../core/report/mod.ts";
import { claimProblems, recordProblems } from "../../tools/check/claims.ts";
import { packageName } from "../../tools/check/imports.ts";
import { violations } from "../../tools/check_arrows.ts";
import { labFile } from "../../tools/cli/lab_files.ts";
import { cacheProblems, differences, labRow, permissionProblems } from "../../tools/check_labs.ts";
import { complaints, wrongVersions } from "../../tools/check_style.ts";

Deno.test("violations() finds every forbidden import", () => {
  const file = (file: string, target: string) => ({ file, target, module: "file" as const });
  const named = (file: string, target: string) => ({ file, target, module: "package" as const });
  assertEquals(
    violations([
      file("dsl/json.ts", "dsl/step.ts"),
      file("dsl/json.ts", "core/training/run.ts"),
      file("core/training/run.ts", "labs/04_convolution.ts"),
      file("core/mod.ts", "weights/data/a.ts"),
      file("core/report/page/page.ts", "core/engine/open.ts"),
      file("labs/04_convolution.ts", "core/lab/mod.ts"),
      file("labs/04_convolution.ts", "tools/check_arrows.ts"),
      file("labs/04_convolution.ts", "labs/05_learned_filters.ts"),
      file("other/a.ts", "dsl/mod.ts"),
      named("core/engine/tfjs/device.ts", "@tensorflow/tfjs-core"),
      named("core/training/run.ts", "@tensorflow/tfjs-core"),
      named("core/training/run.ts", "left-pad"),
    ]),
    [
      "dsl/json.ts imports core/training/run.ts: dsl/ may import dsl/.",
      "core/training/run.ts imports labs/04_convolution.ts: core/training/ may import " +
      "core/training/, core/model/, core/weights/, core/data/, core/engine/, core/graph/, core/base/, dsl/.",
      "core/mod.ts imports weights/data/a.ts: core/ may import core/, dsl/.",
      "core/report/page/page.ts imports core/engine/open.ts: core/report/ may import " +
      "core/report/, core/base/, dsl/.",
      "labs/04_convolution.ts imports tools/check_arrows.ts: labs/ may import labs/chapter/, core/, dsl/.",
      "labs/04_convolution.ts imports labs/05_learned_filters.ts: labs/ may import labs/chapter/, core/, dsl/.",
      "other/a.ts imports dsl/mod.ts: no layer is called other/.",
      "core/training/run.ts imports @tensorflow/tfjs-core: only core/engine/tfjs/ may import this package.",
      "core/training/run.ts imports left-pad: tools/check_arrows.ts knows no home for this package.",
    ],
  );
});

Deno.test("claimProblems() wants each record stated once, by its own lab, and no book value in a lab", () => {
  const records = [
    { id: "steps", lab: "10_x" },
    { id: "loss", lab: "10_x" },
    { id: "shape", lab: "04_y" },
  ];
  const problems = (source: string) => claimProblems({ name: "10_x", source }, records);
  const good = 'claim("steps", 3);\nclaim(\n  "loss",\n  loss,\n);\n';
  assertEquals(problems(good), []);
  assertEquals(problems(`${good}// claim("steps", 4) is prose, and so is book: 5\n`), []);
  assertEquals(problems(`${good}show({ "the book: 1": book });`), []);
  const once = (id: string, times: number) =>
    `labs/10_x.ts: expected claim("${id}", …) once, found it ${times} times; state the record ` +
    `of labs/chapter/claims once, or remove it.`;
  assertEquals(problems('claim("loss", 1);'), [once("steps", 0)]);
  assertEquals(problems(`${good}claim("loss", 1);`), [once("loss", 2)]);
  assertEquals(problems(`${good}claim("shape", 1);`), [
    'labs/10_x.ts: expected a claim of this lab, found claim("shape"); add its record to ' +
    "labs/chapter/claims, or make a check of it.",
  ]);
  assertEquals(problems(`${good}claim(id, 1);`), [
    'labs/10_x.ts: expected claim("…") with its id in quotes, found claim(i; write it.',
  ]);
  for (const line of ["const c = { book: 1407 };", "judge({});", "const c: ClaimInput = d;"]) {
    assertEquals(problems(good + line), [
      `labs/10_x.ts: expected no value of the book, found "${line}"; put it into ` +
      "labs/chapter/claims.",
    ]);
  }
});

Deno.test("recordProblems() finds a record that is there twice, and one of no lab", () => {
  const record = { id: "steps", lab: "10_x" };
  assertEquals(recordProblems([record, { ...record, id: "loss" }], ["10_x"]), []);
  assertEquals(recordProblems([record, record, { id: "a", lab: "11_z" }], ["10_x"]), [
    "labs/chapter/claims: found the record 10_x: steps twice; remove one.",
    "labs/chapter/claims: the record a names no lab: 11_z; correct it.",
  ]);
});

Deno.test("violations() names a shortest circle for every file that belongs to one", () => {
  const file = (file: string, target: string) => ({ file, target, module: "file" as const });
  assertEquals(
    violations([
      file("dsl/a.ts", "dsl/b.ts"),
      file("dsl/b.ts", "dsl/c.ts"),
      file("dsl/b.ts", "dsl/a.ts"),
      file("dsl/c.ts", "dsl/a.ts"),
      file("dsl/d.ts", "dsl/a.ts"),
    ]),
    [
      "dsl/a.ts imports dsl/b.ts imports dsl/a.ts: a circle. Move what they share into a file of its own.",
      "dsl/c.ts imports dsl/a.ts imports dsl/b.ts imports dsl/c.ts: a circle. Move what they share " +
      "into a file of its own.",
    ],
  );
});

Deno.test("packageName() reads a package's name from a resolved specifier", () => {
  const names = ["npm:/@scope/a@1.0.0/x.js", "npm:b@2.0.0", "npm:/c@3.0.0_peer@1.0.0"];
  assertEquals(names.map(packageName), ["@scope/a", "b", "c"]);
});

Deno.test("permissionProblems() finds what gives more than a lab needs", async () => {
  const { header } = await labFile("04_convolution");
  const found = (flags: string) => {
    const run = `deno run ${flags} labs/04_x.ts`;
    return permissionProblems({ path: "labs/04_x.ts", header: { ...header, run } });
  };
  assertEquals(permissionProblems({ path: "labs/04_x.ts", header }), []);
  for (
    const flag of [
      ...["-A", "--allow-all", "--allow-env", "--allow-read", "--allow-write", "--allow-ffi"],
      ...["--allow-env=*", "--allow-read=/", "--allow-read=.,..", "--allow-write=.", "-R"],
      ...["--allow-write=reports,core", "--allow-run=deno", "--allow-net=example.org"],
    ]
  ) {
    assertEquals(found(`--allow-read=. ${flag}`), [
      `labs/04_x.ts: expected @run to permit only named variables, files and folders, found ${flag}; ` +
      "name those that the lab needs.",
    ]);
  }
});

Deno.test("cacheProblems() finds a lab that may not keep its trainings or its pictures", () => {
  const trains = "const { show, run, finish } = await lab(\n  import.meta,\n);";
  const shows = "const { show, finish } = await lab(import.meta);";
  const problems = (source: string, write: string) =>
    cacheProblems({ path: "labs/04_x.ts" }, source, ["--allow-read=.", `--allow-write=${write}`]);
  const pictures = "reports,.convlab/cache/pictures";
  const both = "reports,.convlab/cache/checkpoints,.convlab/cache/pictures";
  assertEquals(problems(trains, pictures), [
    `labs/04_x.ts: expected --allow-write=${both} in @run of a lab that trains, ` +
    `found --allow-write=${pictures}; correct the header.`,
  ]);
  assertEquals(problems(shows, "reports"), [
    `labs/04_x.ts: expected --allow-write=${pictures} in @run, ` +
    "found --allow-write=reports; correct the header.",
  ]);
  assertEquals(problems(trains, both), []);
  assertEquals(problems(trains, "reports,.convlab"), []);
  assertEquals(problems(shows, pictures), []);
});

Deno.test("differences() finds a lab without a row and a row without a lab", () => {
  const path = "labs/04_x.ts";
  const text = `/**\n * @title T\n * @section S\n * @run deno run ${path}\n` +
    " * @needs nothing\n * @minutes 1, full 2\n * @goals\n * - see\n */\n";
  const lab = { name: "04_x", path, header: parseHeader(text, path) };
  assertEquals(labRow(lab), "| [04_x](labs/04_x.ts) | T | S | 1, full 2 |");
  assertEquals(differences("| [04_x](labs/04_x.ts)  | T |  S | 1, full 2 |\n", [lab]), []);
  assertEquals(differences("| [04_x](labs/04_x.ts) | T | S | 3 |", [lab]), [
    'README.md: expected the row "| [04_x](labs/04_x.ts) | T | S | 1, full 2 |", ' +
    "found none like it; add it.",
    'README.md: found the row "| [04_x](labs/04_x.ts) | T | S | 3 |", expected it of no lab; ' +
    "remove it.",
  ]);
});

Deno.test("complaints() finds long files, JSR, registries and skipped tests", () => {
  const jsr = ["jsr", "@std/assert"].join(":");
  const host = ["registry", "npmjs", "org"].join(".");
  const only = ["Deno", "test", "only"].join(".");
  const text = [`import "${jsr}";`, `fetch("https://${host}");`, `${only}("x");`, "// fine"];
  assertEquals(complaints("core/a.ts", text.join("\n")), [
    "core/a.ts:1: JSR is unavailable where only the npm registry is reachable; map a package in deno.json.",
    "core/a.ts:2: a registry's host belongs to the user's settings.",
    "core/a.ts:3: a test runs, or prints why it does not.",
  ]);
  assertEquals(complaints("core/a.ts", "\n".repeat(251)), [
    "core/a.ts: expected at most 250 lines, found 251. Split the file.",
  ]);
  assertEquals(complaints("labs/a.ts", "\n".repeat(251)), []);
});

Deno.test("complaints() finds text in quotation marks that is not quoted()", () => {
  const text = [
    'fail(`Cannot find "${name}": …`);',
    'fail(`"${name}" is taken`);',
    'html(`<p id="${id}">`);',
    "fail(`Cannot find ${quoted(name)}: …`);",
    'fail(`Maths "${visible(tex)}": …`);',
  ].join("\n");
  assertEquals(complaints("core/a.ts", text), [
    "core/a.ts:1: text in a sentence's quotation marks goes through quoted().",
    "core/a.ts:2: text in a sentence's quotation marks goes through quoted().",
  ]);
  assertEquals(complaints("tools/a.ts", text), []);
});

Deno.test("complaints() finds Deno, Node and TensorFlow.js where the page runs the code too", () => {
  const text = [
    "const { v8 } = Deno.version;",
    'import { join } from "node:path";',
    "process.env;",
    'import { env } from "@tensorflow/tfjs-core";',
    "// Deno.version",
    "denoise(processed);",
  ].join("\n");
  const why =
    "this room runs in the report's page too, where neither Deno, Node nor TensorFlow.js is.";
  for (
    const path of [
      "core/engine/simd/a.ts",
      "core/graph/primitives/a.ts",
      "core/engine/loops.ts",
      "dsl/a.ts",
    ]
  ) {
    assertEquals(complaints(path, text), [1, 2, 3, 4].map((line) => `${path}:${line}: ${why}`));
  }
  assertEquals(complaints("core/engine/tfjs/a.ts", text), []);
});

Deno.test("wrongVersions() finds a package in another version than deno.json maps, or in none", () => {
  const from = (specifier: string) => `import a from "${["npm", specifier].join(":")}";`;
  const map = { "a": ["npm", "a@1.0.0"].join(":"), "@s/b": ["npm", "@s/b@2.0.0"].join(":") };
  const text = ["a@1.0.0", "@s/b@2.0.0/part.js", "a@1.0.1", "@s/b", "c@1.0.0"].map(from);
  assertEquals(wrongVersions("core/x.ts", text.join("\n"), map), [
    `core/x.ts:3: expected ${map.a}, as deno.json has it.`,
    `core/x.ts:4: expected ${map["@s/b"]}, as deno.json has it.`,
    "core/x.ts:5: expected no import of c, as deno.json has it.",
  ]);
});

Deno.test("deno.jsr.json differs from deno.json in @std/assert only", async () => {
  const read = async (name: string) =>
    JSON.parse(await Deno.readTextFile(new URL(`../../${name}`, import.meta.url)));
  const [ours, theirs] = [await read("deno.json"), await read("deno.jsr.json")];
  assertEquals({ ...theirs.imports, "@std/assert": "./tests/assert.ts" }, ours.imports);
  assertEquals(theirs.compilerOptions, ours.compilerOptions);
});

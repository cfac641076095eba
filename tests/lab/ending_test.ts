/** How labs end early: the report keeps what is there. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "../../core/base/paths.ts";
import { withFolder } from "../cli/convlab.ts";

const core = new URL("../../core/", import.meta.url);
const dsl = new URL("../../dsl/mod.ts", import.meta.url);

/** Starts a lab of these lines, which writes its report to `out`. */
async function started(folder: string, lines: string): Promise<Deno.ChildProcess> {
  await Deno.writeTextFile(
    `${folder}/a.ts`,
    `/**
 * @title A lab
 * @section 1
 * @run deno run labs/a.ts
 * @needs nothing
 * @minutes 1
 * @goals
 * - see
 */
import { lab } from "${core}lab/mod.ts";
import { dense, flatten, input, pipeline, sgd, train } from "${dsl}";
const { show, print, check, fit, finish } = await lab(import.meta);
${lines}
`,
  );
  return new Deno.Command("deno", {
    args: ["run", "--no-check", "--no-prompt", "-A", "--config", "deno.json", `${folder}/a.ts`]
      .concat("--out", `${folder}/out`, "--engine", "loops", "--fresh"),
    cwd: fromFileUrl(new URL("../", core)),
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** How such a lab ended: its exit code, what it said on standard error, and its report. */
async function ended(folder: string, lines: string) {
  const { code, stderr } = await (await started(folder, lines)).output();
  const read = (name: string) => Deno.readTextFile(`${folder}/out/a.${name}`).catch(() => "");
  const [html, json] = [await read("html"), await read("json")];
  return { code, said: new TextDecoder().decode(stderr), html, json: json && JSON.parse(json) };
}

Deno.test("a lab that throws keeps what it has shown, names the error and exits with 1", () =>
  withFolder(async (folder) => {
    const { code, said, html, json } = await ended(
      folder,
      `print("kept");\nthrow new RangeError("a <bug>\\nsecond line");`,
    );
    assertEquals(code, 1);
    assertStringIncludes(said, "a <bug>");
    assertEquals(json.error, "RangeError: a <bug>");
    assertEquals(json.outputs.length, 1);
    assertStringIncludes(html, "RangeError: a &lt;bug&gt;</span></p>");
    assertStringIncludes(html, "kept");
  }));

Deno.test("a lab with a mistake after its first result reports both, and exits with 2", () =>
  withFolder(async (folder) => {
    const { code, said, json } = await ended(
      folder,
      `check("one", 1, { equals: 1 });\ncheck("one", 2, { equals: 2 });`,
    );
    assertEquals(code, 2);
    assertStringIncludes(json.error, 'labs/a.ts:14: Cannot check "one"');
    assertEquals(said, `${json.error}\n`);
    assertEquals(json.checks.length, 1);
  }));

Deno.test("a lab that fails before its first result leaves no report", () =>
  withFolder(async (folder) => {
    const { code, json } = await ended(folder, `throw new Error("early");`);
    assertEquals([code, json], [1, ""]);
  }));

Deno.test("a lab without finish() says so and writes its report", () =>
  withFolder(async (folder) => {
    const { code, said, json } = await ended(folder, `print("kept");`);
    assertEquals(code, 2);
    assertEquals(
      said,
      "labs/a.ts ended without its report: expected await finish() in the last line, found none. " +
        "Add it.\n",
    );
    assertEquals(json.outputs.length, 1);
  }));

Deno.test("a lab whose figure cannot be drawn says so, exits with 2 and writes the rest", () =>
  withFolder(async (folder) => {
    const { code, said, json } = await ended(
      folder,
      `show({ kind: "x", html: () => { throw new Error("no picture"); }, json: () => 1 });
print("kept");
await finish();`,
    );
    assertEquals([code, said], [2, "Error: no picture\n"]);
    assertEquals(json.outputs.length, 2);
  }));

Deno.test("a training that an error ends leaves its epochs and curves in the report", () =>
  withFolder(async (folder) => {
    const { code, said, html, json } = await ended(
      folder,
      `const x = { shape: [2, 2], data: Float32Array.of(1, 0, 0, 1) };
const net = pipeline(input({ shape: [2] }), dense(1), train({ optimizer: sgd(0.1), loss: "meanSquaredError", epochs: 9 }));
await fit(net, { x, y: { shape: [2, 1], data: Float32Array.of(1, 2) } }, { onStep: (step) => {
  if (step === 3) throw new Error("in the third step");
} });`,
    );
    assertEquals([code, json.error], [1, "Error: in the third step"], said);
    assertEquals(json.runs["fit 1"].loss.length, 2);
    assertEquals(json.figures.map(({ id }: { id: string }) => id), ["loss", "accuracy"]);
    assertStringIncludes(html, 'data-figure="loss"');
  }));

for (
  const [what, make, why] of [
    ["a file", (path: string) => Deno.writeTextFile(path, ""), "it is a file. Remove it"],
    [
      "a link to a device",
      (path: string) => Deno.symlink("/dev/full", path),
      "it is a file. Remove it",
    ],
  ] as const
) {
  Deno.test(`a lab refuses ${what} in the place of --out before it computes anything`, () =>
    withFolder(async (folder) => {
      await make(`${folder}/out`);
      const { code, said } = await ended(folder, `console.error("computes");`);
      assertEquals(code, 2);
      assertEquals(
        said,
        `Cannot write reports to ${folder}/out: ${why}, or give another folder with --out.\n`,
      );
    }));
}

Deno.test("a lab ends like any other when nobody reads what it prints", () =>
  withFolder(async (folder) => {
    const child = await started(
      folder,
      `for (let i = 0; i < 1000; i++) { console.log("x".repeat(1000)); console.error("y"); }
const x = { shape: [2, 2], data: Float32Array.of(1, 0, 0, 1) };
const net = pipeline(input({ shape: [2] }), dense(1), train({ optimizer: sgd(0.1), loss: "meanSquaredError", epochs: 9 }));
await fit(net, { x, y: { shape: [2, 1], data: Float32Array.of(1, 2) } });
print("kept");
await finish();`,
    );
    await Promise.all([child.stdout.cancel(), child.stderr.cancel()]);
    const { code } = await child.status;
    const json = JSON.parse(await Deno.readTextFile(`${folder}/out/a.json`));
    assertEquals([code, json.outputs.length, "error" in json], [0, 1, false]);
  }));

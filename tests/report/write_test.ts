import { fileURLToPath } from "node:url";
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { figure, lineChart, type ReportInput, text, writeReport } from "../../core/report/mod.ts";
import { policyHash } from "../../core/report/page/shell.ts";
import { plotlyBundle, withoutStyleAttributes } from "../../core/report/page/plotly.ts";
import { sampleInput } from "./sample.ts";
import { seen } from "./texts.ts";

/** Writes a report into a folder that is removed again, and reads it. */
async function written(input: ReportInput) {
  const folder = await Deno.makeTempDir();
  try {
    const { htmlPath, jsonPath, json } = await writeReport(input, folder);
    return {
      html: await Deno.readTextFile(htmlPath),
      text: await Deno.readTextFile(jsonPath),
      json,
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A report without figures, which is quick to write. */
async function plain(more: Partial<ReportInput> = {}): Promise<ReportInput> {
  const input = await sampleInput();
  return { ...input, outputs: input.outputs.filter(({ output }) => !output.figures), ...more };
}

Deno.test("writeReport() keeps every number in the JSON, and the same JSON in the page", async () => {
  const { html, text, json } = await written(await sampleInput());
  const island = /<script type="application\/json" id="report">(.*?)<\/script>/s.exec(html)?.[1];
  // A picture that the page has already is named by its place.
  const whole = (island ?? "").replace(/"#(figure-\d+):(\d+)"/g, (_, id: string, at: string) => {
    const svg = html.slice(html.indexOf(`<svg`, html.indexOf(`id="${id}"`)));
    return JSON.stringify([...svg.matchAll(/<image[^>]* href="([^"]*)"/g)][Number(at)]?.[1]);
  });
  assert(whole !== island);
  const sorted = (json: string) =>
    JSON.stringify(
      JSON.parse(json),
      (_, value) =>
        value?.constructor === Object ? Object.fromEntries(Object.entries(value).sort()) : value,
    );
  assertEquals(sorted(whole), sorted(text));
  assertEquals(JSON.parse(text), JSON.parse(JSON.stringify(json)));
  assertEquals(json.lab, "00_sample_lab");
  assertEquals(json.engine, "wasm");
  assertEquals(json.claims.map((claim) => claim.verdict), [
    "reproduced",
    "not judged",
    "within tolerance",
    "differs",
  ]);
  assertEquals(json.checks, [{
    id: "the-loops-and-the-engine-agree",
    what: "the loops and the engine agree",
    value: 1.2e-7,
    rule: { atMost: 1e-5 },
    verdict: "passed",
  }]);
  assertEquals(json.figures.map((one) => one.id), json.figures.map((_, i) => `figure-${i + 1}`));
  assertEquals(json.figures.length, 11);
  assertEquals(json.metrics, { "test accuracy": 0.8812, "largest difference": 1.2e-7 });
  assertEquals(Object.keys(json.data[0] ?? {}), ["name", "source", "sha256", "licence"]);
});

Deno.test("writeReport() writes the same files from the same input", async () => {
  const [first, second] = [await written(await sampleInput()), await written(await sampleInput())];
  assertEquals(first.text, second.text);
  assertEquals(first.html === second.html, true);
});

Deno.test("writeReport() permits its own scripts, its style sheet and embedded pictures, nothing else", async () => {
  const { html } = await written(await sampleInput());
  const policies = [...html.matchAll(/http-equiv="Content-Security-Policy" content="([^"]*)"/g)];
  const inline = (tag: "script" | "style") =>
    [...html.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, "gs"))].map(([, text = ""]) => text);
  const [opening = "", client = "", ...scripts] = inline("script");
  const [sheet = "", ...sheets] = inline("style");
  assertEquals([scripts, sheets], [[], []]);
  const plotly = policyHash((await plotlyBundle()).script);
  assertEquals(policies.map(([, policy]) => policy), [[
    "default-src 'none'",
    `script-src ${policyHash(opening)} ${policyHash(client)} ${plotly}`,
    `style-src ${policyHash(sheet)} ${policyHash("")}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ")]);
  assert(!/\s(?:src|href)="(?!#|data:|index\.html)/.test(html), "the page points outside");
  assert(!/\sstyle="/.test(html.replace(/<script.*?<\/script>/gs, "")), "a style attribute");
});

Deno.test("withoutStyleAttributes() refuses a Plotly that it does not know", () => {
  const known = "function L(){this.setAttribute(h,g)}";
  assertEquals(
    withoutStyleAttributes(`a;${known};b`),
    'a;function L(){h==="style"?this.style.cssText=g:this.setAttribute(h,g)};b',
  );
  for (const [script, times] of [["a", 0], [known + known, 2]] as const) {
    assertThrows(
      () => withoutStyleAttributes(script),
      Error,
      `Cannot adapt Plotly to the page's policy: expected "${known}" once, ` +
        `found it ${times} times. Find how this version sets attributes.`,
    );
  }
});

Deno.test("writeReport() needs the permissions that its documentation names and no others", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const program = `
      import { writeReport } from ${
      JSON.stringify(import.meta.resolve("../../core/report/mod.ts"))
    };
      import { sampleInput } from ${JSON.stringify(import.meta.resolve("./sample.ts"))};
      await writeReport(await sampleInput(), ${JSON.stringify(folder)});`;
    const project = fileURLToPath(import.meta.resolve("../../"));
    const child = new Deno.Command("deno", {
      args: [
        ...["run", "--quiet", "--no-prompt", "--ext=ts", `--allow-read=${project},${folder}`],
        `--allow-write=${folder}`,
        "--allow-env=UNDICI_NO_WASM_SIMD,UNDICI_USE_MILO",
        "-",
      ],
      cwd: project,
      stdin: "piped",
      stderr: "piped",
    }).spawn();
    await new Blob([program]).stream().pipeTo(child.stdin);
    const { code, stderr } = await child.output();
    assertEquals([code, new TextDecoder().decode(stderr)], [0, ""]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("writeReport() escapes everything that a lab shows", async () => {
  const { html } = await written(await plain());
  assert(!html.includes("<script>alert(1)"), "a script from the lab's text");
  assert(!html.includes("<b>not bold</b>") && !html.includes("<b>HTML</b>"), "HTML was obeyed");
  assertStringIncludes(html, "&lt;/script&gt;&lt;b&gt;not bold&lt;/b&gt;");
});

Deno.test("writeReport() puts each output under the code that made it", async () => {
  const { html } = await written(await plain());
  const order = [
    ">[1 1] [107 118] 3 3\n",
    "show</span>(pictures)",
    'id="section-the-numbers"',
    'id="made-claim-shape"',
    'id="made-check-the-loops-and-the-engine-agree"',
    'href="#claim-printed"',
    "Output sizes",
    'id="section-the-pipeline"',
    'class="pipeline"',
    "1011.23 KB",
    "Make the kernel",
    'id="claim-shape"',
    'id="check-the-loops-and-the-engine-agree"',
    'id="provenance"',
    'id="source"',
  ];
  const places = order.map((part) => html.indexOf(part, html.indexOf("<main>")));
  assert(places.every((at) => at > 0), `something is missing: ${places}`);
  assertEquals(places, places.toSorted((a, b) => a - b));
});

Deno.test("writeReport() says which data are stand-ins, before the first number and in the JSON", async () => {
  const { html, json } = await written(await plain());
  const top = html.slice(html.indexOf("<body>"), html.indexOf("<main>"));
  assertStringIncludes(seen(top), "Stand-in data: david.png · Details");
  assertStringIncludes(seen(html.slice(html.indexOf('id="data"'))), "camera.png from scikit-image");
  assertEquals(json.data.map(({ name, standIn }) => [name, standIn]), [
    ["fashion-mnist", undefined],
    [
      "david.png",
      "camera.png from scikit-image stands in for the book's photograph, which has no licence.",
    ],
  ]);
});

Deno.test("writeReport() says that a run was interrupted", async () => {
  const { html, json } = await written(await plain({ interrupted: true }));
  assertStringIncludes(seen(html), "Interrupted: this report shows the results up to the moment");
  assertEquals(json.interrupted, true);
});

Deno.test("writeReport() leaves Plotly out of a report without figures", async () => {
  const { html } = await written(await plain());
  assert(html.length < 100_000, `${html.length} characters`);
});

Deno.test("writeReport() writes a page in both languages, which opens with the one asked for", async () => {
  const { html } = await written(await plain({ language: "ko" }));
  assertStringIncludes(html, '<html lang="ko" data-opens="ko">');
  assertStringIncludes(html, 'id="ko" autocomplete="off" checked');
  const body = html.slice(html.indexOf("<main>"));
  assertStringIncludes(seen(body, "ko"), "재현됨");
  assertStringIncludes(seen(body, "en"), "reproduced");
  const { html: open } = await written(await plain());
  assertStringIncludes(open, '<html lang="en">');
  assertStringIncludes(open, 'id="en" autocomplete="off" checked');
});

Deno.test("writeReport() writes NaN as a string, and as null among metrics", async () => {
  const claim = {
    id: "n",
    section: "s",
    what: "n",
    book: 1,
    ours: NaN,
    tolerance: null,
    verdict: "differs",
    why: "w",
    line: 1,
  } as const;
  const check = {
    id: "n",
    what: "n",
    value: [1, NaN],
    rule: { atMost: Infinity },
    verdict: "failed",
    line: 1,
  } as const;
  const { json } = await written(
    await plain({ claims: [claim], checks: [check], metrics: { a: Infinity } }),
  );
  assertEquals(json.claims[0]?.ours, "NaN");
  assertEquals([json.checks[0]?.value, json.checks[0]?.rule], [[1, "NaN"], { atMost: "Infinity" }]);
  assertEquals(json.metrics, { a: null });
});

Deno.test("writeReport() gives two figures of the same name different ids", async () => {
  const one = lineChart({
    id: "loss",
    title: "T",
    caption: "C",
    alt: "A",
    x: { name: "x", unit: "" },
    y: { name: "y", unit: "" },
    series: [{ name: "s", y: [1, 2] }],
  });
  const outputs = [one, one, { ...one, id: "loss-2" }].map((each) => ({
    line: 1,
    output: figure(each),
  }));
  const { json } = await written(await plain({ outputs }));
  assertEquals(json.figures.map(({ id }) => id), ["loss", "loss-2", "loss-2-2"]);
});

Deno.test("writeReport() shows outputs that belong to no code at the end", async () => {
  const source = (await sampleInput()).source.split("\n").slice(0, 11).join("\n") +
    "\n// Only prose.\n";
  const { html } = await written(
    await plain({ source, outputs: [{ line: 3, output: text("late") }], claims: [], checks: [] }),
  );
  assertStringIncludes(seen(html), "Further output");
});

Deno.test("writeReport() names the place of maths that it cannot parse", async () => {
  const input = await plain();
  const source = input.source.replace("It costs $5", "It costs $\\oops$");
  const { html, json } = await written({ ...input, source });
  const problem = 'labs/00_sample_lab.ts:15: Maths "\\oops": expected TeX';
  assertStringIncludes(json.problems?.[0] ?? "", problem);
  assertStringIncludes(seen(html), "Cannot be shown: labs/00_sample_lab.ts:15: Maths");
});

import { assert, assertEquals } from "@std/assert";
import { live, type Output, text, writeReport } from "../../core/report/mod.ts";
import { sampleInput } from "./sample.ts";

/** The page of a report that shows one output only. */
async function page(output: Output): Promise<string> {
  const folder = await Deno.makeTempDir();
  try {
    const input = { ...await sampleInput(), outputs: [{ line: 1, output }] };
    return await Deno.readTextFile((await writeReport(input, folder)).htmlPath);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("live() puts its data and the scripts into the page, and no Plotly", async () => {
  const hostile = "</script><img src=x>";
  const html = await page(live({
    figure: "builder",
    name: "builder",
    data: { text: hostile },
    still: [],
    table: text("as a table"),
    computed: {},
  }));
  assert(html.includes('data-live="builder" data-name="builder" id="live-builder"'));
  assert(html.includes("'wasm-unsafe-eval'"));
  assert(html.includes('<script type="text/plain" id="live">'));
  assert(!html.includes('id="plotly"'));
  assert(!html.includes(hostile));
  assert(html.includes("as a table"));
});

Deno.test("writeReport() permits WebAssembly only where a figure computes", async () => {
  const html = await page(text("nothing live"));
  assert(!html.includes("wasm-unsafe-eval"));
  assert(!html.includes('id="live"'));
});

Deno.test("live() keeps in the JSON what the run computed", () => {
  const { json } = live({
    figure: "filter",
    name: "filter-2",
    data: {},
    still: [],
    computed: { shape: [1], sample: [[0, 2]] },
  });
  assertEquals(json(), {
    figure: "filter",
    name: "filter-2",
    computed: { shape: [1], sample: [[0, 2]] },
  });
});

/** Pages that compute: the script of live figures in Chromium, on a page opened from a folder. */
import { assert, assertEquals } from "@std/assert";
import { chromium, type Page } from "playwright-core";
import { nativeUnavailable } from "../../core/engine/native/mod.ts";
import { openEngine } from "../../core/engine/open.ts";
import { LiveTraining } from "../../core/live/live_training.ts";
import type { PageTools } from "../../core/live/tools.ts";
import { Model } from "../../core/model/model.ts";
import { pageScript } from "../../core/report/live/page_script.ts";
import { shell } from "../../core/report/page/shell.ts";
import { encodeCompact, encodeForPage } from "../../core/weights/compact_weights.ts";
import type { Weights } from "../../core/weights/initial_weights.ts";
import { filter, gaussian, input, pipeline } from "../../dsl/mod.ts";
import { examples, exampleWeights, json, net, picture, pictures } from "../live/example.ts";
import { executablePath, flags, missing, open } from "./browser.ts";

/** The page's own, in functions that run there. */
declare const convlab: PageTools;

const weights = exampleWeights();
const batch = pictures(12);
const first = picture(batch, 0);
const kernel = gaussian(5, 1);
const engine = await openEngine(nativeUnavailable() === undefined ? "native" : "loops");

/** What a page shows of its network: of each picture the likeliest class, and its share in tenths. */
const answers = (count: number) => async (weights: Weights): Promise<string[]> => {
  const model = new Model(net, engine, weights);
  const texts = [];
  for (let i = 0; i < count; i++) {
    const { data } = await model.predictOne(picture(batch, i));
    const share = Math.max(...data);
    texts.push(`${data.indexOf(share)} ${share.toFixed(1)}`);
  }
  await model.close();
  return texts;
};

/** What a run computes, with the weights as they are, as its JSON has it. */
async function reference() {
  const blur = new Model(pipeline(input(12, 12, 1), filter(kernel)), engine, {});
  const smoothed = await blur.predictOne(first);
  const model = new Model(net, engine, weights);
  const all = await model.activations({ shape: [1, ...first.shape], data: first.data });
  const training = new LiveTraining(engine, { pipeline: json, examples: examples(24) });
  const losses = [];
  for (let i = 0; i < 4; i++) losses.push((await training.step()).loss);
  const numbers = { ...all, smoothed, losses: { data: losses } };
  return Object.fromEntries(
    Object.entries(numbers).map(([name, { data }]) => [name, [...data]]),
  );
}

/** The same, computed in the page. */
const computed = (page: Page) =>
  page.evaluate(async ({ json, weights, x, kernel, examples }) => {
    const network = convlab.openNetwork({ pipeline: json, weights: convlab.bytesOf(weights) });
    const image = { shape: x.shape, data: Float32Array.from(x.data) };
    const all = await network.activations(image);
    const smoothed = await convlab.filterImage(image, kernel);
    const training = convlab.openTraining({
      pipeline: json,
      examples: {
        ...examples,
        x: Float32Array.from(examples.x),
        y: Float32Array.from(examples.y),
      },
    });
    const losses = [];
    for (let i = 0; i < 4; i++) losses.push((await training.step()).loss);
    const numbers = { ...all, smoothed, losses: { data: losses } };
    const entries = Object.entries(numbers).map(([name, { data }]) => [name, [...data]] as const);
    return { engine: convlab.engineName(), numbers: Object.fromEntries(entries) };
  }, {
    json,
    weights: encodeCompact(weights, "float32").toBase64(),
    x: { shape: first.shape, data: [...first.data] },
    kernel,
    examples: { ...examples(24), x: [...examples(24).x], y: [...examples(24).y] },
  });

type Numbers = Readonly<Record<string, readonly number[]>>;

/** The largest difference between two sets of numbers, in units of the largest number of its kind. */
function apart(found: Numbers, expected: Numbers): number {
  assertEquals(Object.keys(found).sort(), Object.keys(expected).sort());
  return Math.max(
    ...Object.entries(expected).map(([name, numbers]) => {
      const size = Math.max(1, ...numbers.map(Math.abs));
      assertEquals(found[name]!.length, numbers.length, name);
      return Math.max(...numbers.map((n, i) => Math.abs(n - found[name]![i]!))) / size;
    }),
  );
}

Deno.test("pageScript() computes in a page what a run computes", async (t) => {
  if (await missing()) return;
  const folder = await Deno.makeTempDir();
  const write = async (name: string, computes: boolean) => {
    const scripts = [await pageScript()];
    const html = await shell({
      language: "en",
      title: "Live",
      body: "<h1>Live</h1>",
      scripts,
      computes,
    });
    await Deno.writeTextFile(`${folder}/${name}.html`, html);
    return `${folder}/${name}.html`;
  };
  const expected = await reference();
  const browser = await chromium.launch({ executablePath, args: flags });
  try {
    await t.step("with WebAssembly, to 1e-5, without a request or a complaint", async () => {
      const { page, requests, complaints } = await open(browser, await write("page", true), {});
      const { engine, numbers } = await computed(page);
      assertEquals(engine, "simd");
      const error = apart(numbers, expected);
      assert(error < 1e-5, `off by ${error}`);
      assertEquals([requests.length, complaints], [1, []]);
    });

    await t.step("with loops where the policy refuses WebAssembly", async () => {
      const { page, requests } = await open(browser, await write("refused", false), {});
      const { engine, numbers } = await computed(page);
      assertEquals(engine, "loops");
      const error = apart(numbers, expected);
      assert(error < 1e-5, `off by ${error}`);
      assertEquals(requests.length, 1);
    });

    // In 8 bits, the tenth picture's 0.649 would become 0.651.
    for (const [count, precision] of [[8, "int8"], [12, "float16"]] as const) {
      await t.step(
        `with ${precision} where that keeps what is shown of ${count} pictures`,
        async () => {
          const { page } = await open(browser, await write(precision, true), {});
          const { precision: chosen, bytes } = await encodeForPage(weights, answers(count));
          const shown = await page.evaluate(async ({ json, weights, pictures }) => {
            const network = convlab.openNetwork({
              pipeline: json,
              weights: convlab.bytesOf(weights),
            });
            const shown = [];
            for (const x of pictures) {
              const { data } = await network.predict({ ...x, data: Float32Array.from(x.data) });
              const share = Math.max(...data);
              shown.push(`${data.indexOf(share)} ${share.toFixed(1)}`);
            }
            return shown;
          }, {
            json,
            weights: bytes.toBase64(),
            pictures: Array.from({ length: count }, (_, i) => {
              const { shape, data } = picture(batch, i);
              return { shape, data: [...data] };
            }),
          });
          assertEquals(chosen, precision);
          assertEquals(shown, await answers(count)(weights));
        },
      );
    }

    await t.step("and gives the weights back as a safetensors file", async () => {
      const { page } = await open(browser, await write("file", true), {});
      const saved = await page.evaluate(async ({ json, weights }) => {
        const network = convlab.openNetwork({ pipeline: json, weights: convlab.bytesOf(weights) });
        return [...new Uint8Array(await (await network.file({ lab: "10" })).arrayBuffer())];
      }, { json, weights: encodeCompact(weights, "float32").toBase64() });
      const path = `${folder}/saved.safetensors`;
      await Deno.writeFile(path, Uint8Array.from(saved));
      const model = new Model(net, engine, weights);
      await model.load(path);
      assertEquals(await model.weights(), { ...weights });
    });

    await t.step("and opens no engine, which takes memory, before a figure asks", async () => {
      const { page } = await open(browser, await write("asleep", true), {});
      const opened = await page.evaluate(() => {
        const { Memory } = WebAssembly;
        let opened = 0;
        WebAssembly.Memory = new Proxy(Memory, {
          construct: (target, [size]) => {
            opened++;
            return new target(size);
          },
        });
        const before = opened;
        convlab.engineName();
        convlab.engineName();
        return [before, opened];
      });
      assertEquals(opened, [0, 1]);
    });
  } finally {
    await browser.close();
    await Deno.remove(folder, { recursive: true });
  }
});

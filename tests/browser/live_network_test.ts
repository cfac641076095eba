/** The live figure `network` in a browser. */
import { assert, assertEquals } from "@std/assert";
import { chromium } from "playwright-core";
import { loadDataset } from "../../core/data/dataset.ts";
import { testImages } from "../../core/lab/mod.ts";
import { conv, dense, flatten, input, normalize, pipeline, pool } from "../../dsl/mod.ts";
import { executablePath, flags, missing, open, overflow, until } from "./browser.ts";
import {
  awake,
  computedByRun,
  computedInPage,
  difference,
  livePage,
  type Sampled,
} from "./live_page.ts";

/** What the run keeps of a network. */
interface ByRun {
  readonly probabilities: readonly (readonly number[])[];
  readonly steps: Readonly<Record<string, Sampled>>;
}

Deno.test("live.network() shows what a network answers", async (t) => {
  if (await missing()) return;
  const data = await loadDataset("fashion-mnist", { subset: true });
  const pictures = testImages(data, 4);
  const { path, folder, json } = await livePage(async (live, { model }) =>
    live.network({
      // Untrained weights answer as well as trained ones.
      model: await model(
        pipeline(
          input(28, 28, 1),
          normalize(),
          conv(8, { kernel: 3, padding: "same" }),
          pool(2),
          conv(6, { kernel: 3, padding: "same", activation: "relu" }),
          flatten(),
          dense(10, "softmax"),
        ),
      ),
      pictures,
      labels: data.test.labels,
      classes: data.classes,
    })
  );
  const run = computedByRun<ByRun>(json);
  const browser = await chromium.launch({ executablePath, args: flags });
  const opened = async (hash = "", width = 1280) => {
    const { page, complaints } = await open(browser, `${path}${hash}`, {
      viewport: { width, height: 800 },
      hasTouch: width < 600,
    });
    return { page, complaints, figure: await awake(page, "network") };
  };
  const shown = "[...document.querySelectorAll('.answer output')].map((o) => o.textContent)";
  const percents = (i: number) => run.probabilities[i]!.map((p) => `${Math.round(100 * p)} %`);
  try {
    await t.step("computes every step as the run did, and shows the run's digits", async () => {
      const { page, figure, complaints } = await opened();
      const found = await computedInPage(figure);
      for (const [name, kept] of Object.entries(run.steps)) {
        const most = difference(kept, found[name]);
        // The first step is the picture itself.
        if (name in found) assert(most < 1e-5, `${name}: ${most}`);
      }
      assertEquals(Object.keys(found).includes("conv2"), true);
      assertEquals(await page.evaluate(shown), percents(0));
      await figure.getByRole("button", { name: "Next picture" }).click();
      await until(page, `${shown}.join() === ${JSON.stringify(percents(1).join())}`);
      assertEquals(complaints, []);
    });

    await t.step("moves the picture by the arrow keys", async () => {
      const { page, figure } = await opened();
      const before = (await computedInPage(figure))["normalize1"]!.data;
      await figure.locator("canvas.pad").focus();
      await page.keyboard.press("ArrowDown");
      await page.waitForTimeout(300);
      const { data } = (await computedInPage(figure))["normalize1"]!;
      assertEquals(data.slice(28), before.slice(0, -28));
      assert((await figure.locator(".seeing p:not(.head)").textContent())?.includes("changed"));
    });

    await t.step("lets a hand draw and rub out", async () => {
      const { page, figure } = await opened();
      await figure.getByRole("button", { name: "Empty" }).click();
      await page.waitForTimeout(200);
      const sum = async () =>
        (await computedInPage(figure))["normalize1"]!.data.reduce((a, b) => a + b, 0);
      assertEquals(await sum(), 0);
      const box = (await figure.locator("canvas.pad").boundingBox())!;
      const stroke = async () => {
        await page.mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.5);
        await page.mouse.down();
        await page.mouse.move(box.x + box.width * 0.8, box.y + box.height * 0.5, { steps: 4 });
        await page.mouse.up();
        await page.waitForTimeout(300);
      };
      await stroke();
      const drawn = await sum();
      assert(drawn > 15, `a line of 17 pixels gives ${drawn}`);
      await figure.getByRole("button", { name: "Rubber" }).click();
      await stroke();
      assert(await sum() < drawn / 4, `${await sum()} of ${drawn} are left`);
    });

    await t.step("shows a map large, by keyboard, with what its pixel sees", async () => {
      const { page, figure } = await opened();
      await figure.locator("canvas.atlas").nth(2).focus();
      await page.keyboard.press("ArrowRight");
      assertEquals(await figure.locator(".chosen .subhead").textContent(), "conv2, map 1");
      assert((await figure.locator(".chosen").textContent())?.includes("8×8 pixels"));
      await page.waitForTimeout(400);
      assertEquals(new URL(page.url()).hash, "#network=map:2,1");
    });

    await t.step("fits a phone, where a finger draws", async () => {
      const { page, figure, complaints } = await opened("#network=picture:2", 360);
      assertEquals(await page.evaluate(shown), percents(2));
      assertEquals(await overflow(page), 0);
      await figure.locator("canvas.pad").tap({ position: { x: 20, y: 20 } });
      await page.waitForTimeout(300);
      assert((await figure.locator(".seeing p:not(.head)").textContent())?.includes("changed"));
      assertEquals(complaints, []);
    });
  } finally {
    await browser.close();
    await Deno.remove(folder, { recursive: true });
  }
});

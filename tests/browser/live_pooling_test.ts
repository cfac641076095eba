/** The live figure `pooling` in a browser. */
import { assert, assertEquals } from "@std/assert";
import { chromium } from "playwright-core";
import { loadDataset } from "../../core/data/dataset.ts";
import { testImages } from "../../core/lab/mod.ts";
import { executablePath, flags, missing, open, overflow, until } from "./browser.ts";
import {
  awake,
  computedByRun,
  computedInPage,
  difference,
  livePage,
  type Sampled,
} from "./live_page.ts";

/** What the run keeps of each way of making the picture smaller. */
type ByRun = Record<
  "none" | "max" | "mean",
  { before: Sampled; moved: Sampled; changed: number }
>;

Deno.test("live.pooling() shows which outputs change", async (t) => {
  if (await missing()) return;
  const pictures = testImages(await loadDataset("fashion-mnist", { subset: true }), 3);
  const { path, folder, json } = await livePage((live) => live.pooling({ pictures }));
  const run = computedByRun<ByRun>(json);
  const browser = await chromium.launch({ executablePath, args: flags });
  const opened = async (hash = "", width = 1280) => {
    const { page, complaints } = await open(browser, `${path}${hash}`, {
      viewport: { width, height: 800 },
    });
    return { page, complaints, figure: await awake(page, "pooling") };
  };
  const ways = ["none", "max", "mean"] as const;
  const changed =
    "[...document.querySelectorAll('.results b')].map((b) => parseInt(b.textContent))";
  try {
    await t.step("computes what the run computed", async () => {
      const { figure, complaints } = await opened();
      const found = await computedInPage(figure);
      for (const way of ways) assert(difference(run[way].before, found[way]) < 1e-5, way);
      assertEquals(complaints, []);
    });

    await t.step("moves the picture by a button and counts the outputs that change", async () => {
      const { page, figure } = await opened();
      await figure.getByRole("button", { name: "right" }).focus();
      await page.keyboard.press("Enter");
      await until(page, `document.querySelector('.what').textContent.includes('1 pixel right')`);
      const found = await computedInPage(figure);
      for (const way of ways) assert(difference(run[way].moved, found[way]) < 1e-5, way);
      assertEquals(await page.evaluate(changed), ways.map((way) => run[way].changed));
      await page.waitForTimeout(400);
      assertEquals(new URL(page.url()).hash, "#pooling=moved:0,1");
    });

    await t.step("changes a pixel by the mouse, and back by the keyboard", async () => {
      const { page, figure } = await opened();
      const { width } = (await figure.locator("canvas.source").boundingBox())!;
      const at = { x: 2.5 / 28 * width, y: 0.5 / 28 * width };
      await figure.locator("canvas.source").click({ position: at });
      // Row 0, column 2 is black: it becomes white, and it is the first pixel of its window.
      await until(page, `${changed}.join() === "1,1,1"`);
      await figure.locator("canvas.source").focus();
      await page.keyboard.press("Space");
      await until(page, `${changed}.join() === "0,0,0"`);
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Space");
      // Column 3 is not the first pixel of its window: without pooling nothing changes.
      await until(page, `${changed}.join() === "0,1,1"`);
    });

    await t.step("takes settings from the address, and fits a phone", async () => {
      const { page, figure, complaints } = await opened(
        "#pooling=window:4;moved:4,0;pixels:5",
        360,
      );
      const found = await computedInPage(figure);
      assertEquals(found["max"]?.shape, [7, 7, 1]);
      assert((await figure.locator(".what").textContent())?.includes("4 pixels down"));
      assertEquals(await overflow(page), 0);
      assertEquals(complaints, []);
    });
  } finally {
    await browser.close();
    await Deno.remove(folder, { recursive: true });
  }
});

/** The live figures `field`, `builder`, `training` and `comparison` in a browser. */
import { assert, assertEquals } from "@std/assert";
import { chromium } from "playwright-core";
import { loadDataset } from "../../core/data/dataset.ts";
import { row, testImages } from "../../core/lab/mod.ts";
import { laplacian } from "../../dsl/mod.ts";
import { executablePath, flags, missing, open, overflow, until } from "./browser.ts";
import { awake, computedInPage, difference, livePage, type Sampled } from "./live_page.ts";

const TEXT = `input(28, 28, 1),
conv(8, { kernel: 3, padding: "same" }), pool(2),
flatten(),
dense(10, "softmax")`;

Deno.test("live.field(), live.builder(), live.training() and live.comparison() answer", async (t) => {
  if (await missing()) return;
  const picture = row(testImages(await loadDataset("fashion-mnist", { subset: true }), 2), 1);
  const { path, folder, json } = await livePage(async (live) => {
    await live.field({
      picture,
      layers: [
        { kind: "conv", window: 3, stride: 1 },
        { kind: "pool", window: 2, stride: 2 },
        { kind: "conv", window: 3, stride: 1 },
      ],
    });
    await live.builder({ text: TEXT });
    await live.training({ picture: "david.png", kernel: laplacian() });
    const inverse = { ...picture, data: picture.data.map((value) => 255 - value) };
    await live.comparison({
      left: { name: "x", picture },
      right: { name: "255 − x", picture: inverse },
    });
  });
  const computed = <T>(figure: string) =>
    (json.outputs.map(({ value }) => value as unknown as { figure: string; computed: T })
      .find((value) => value.figure === figure)!).computed;
  const browser = await chromium.launch({ executablePath, args: flags });
  const opened = async (figure: string, hash = "", width = 1280) => {
    const { page, complaints } = await open(browser, `${path}${hash}`, {
      viewport: { width, height: 800 },
    });
    return { page, complaints, figure: await awake(page, figure) };
  };
  try {
    await t.step("field: computes what the run computed, and says what a pixel sees", async () => {
      const { page, figure, complaints } = await opened("field");
      const run = computed<{ receptiveField: number; outputs: Sampled[] }>("field");
      const found = await computedInPage(figure);
      run.outputs.forEach((output, i) =>
        assert(difference(output, found[`layer ${i + 1}`]) < 1e-5, `layer ${i + 1}`)
      );
      // 3 → 3 + 1 = 4 → 4 + 2·2 = 8
      assertEquals(run.receptiveField, 8);
      assert((await figure.locator(".explained b").textContent())?.includes("8×8"));
      await figure.locator("canvas.layer").first().focus();
      await page.keyboard.press("ArrowRight");
      assert((await figure.locator(".explained b").textContent())?.includes("3×3"));
      await figure.getByLabel("Window of layer 3").selectOption({ index: 3 });
      await until(page, `document.querySelector('.field .layers').textContent.includes('9×9')`);
      await page.waitForTimeout(400);
      assertEquals(new URL(page.url()).hash, "#field=layers:conv.3.1,pool.2.2,conv.5.1");
      assertEquals(complaints, []);
    });

    await t.step(
      "builder: gives the run's shapes and parameters, and follows the hand",
      async () => {
        const { page, figure, complaints } = await opened("builder");
        const rows = computed<{ name: string; shape: number[]; parameters: number }[]>("builder");
        const found = await computedInPage(figure);
        for (const { name, shape, parameters } of rows) {
          assertEquals(found[name], { shape, data: [parameters] });
        }
        const text = figure.locator("textarea");
        await text.fill(TEXT.replace("flatten(),\n", ""));
        await until(page, `document.querySelector('.builder .problem') !== null`);
        assertEquals(
          await figure.locator(".problem").textContent(),
          "Line 3: dense needs a vector, but the step before gives 14x14x8; put flatten() between them",
        );
        assertEquals(await figure.locator("mark").textContent(), 'dense(10, "softmax")');
        await text.fill(TEXT.replace("conv(", "convv("));
        assert((await figure.locator(".problem").textContent())?.includes("did you mean"));
        await text.fill("input(28, 28, 1), alert(1)");
        assertEquals(await figure.locator("mark").textContent(), "alert");
        await figure.getByRole("button", { name: "As it was" }).click();
        assertEquals(await figure.locator(".problem").count(), 0);
        assertEquals(complaints, []);
      },
    );

    await t.step("training: takes the run's steps, one by one", async () => {
      const { page, figure, complaints } = await opened("training");
      const run = computed<{ losses: number[] }>("training");
      for (let step = 1; step <= 3; step++) {
        await figure.getByRole("button", { name: "One step" }).press("Enter");
        await until(
          page,
          `document.querySelector('[data-live=training]').computed.losses
          .shape[0] === ${step}`,
        );
      }
      const { losses } = await computedInPage(figure);
      losses!.data.forEach((loss, i) => assert(Math.abs(loss - run.losses[i]!) < 1e-5));
      await figure.getByRole("button", { name: "Train" }).click();
      await until(
        page,
        `document.querySelector('[data-live=training]').computed.losses
          .shape[0] > 50`,
      );
      await figure.getByRole("button", { name: "Stop" }).click();
      await figure.getByRole("button", { name: "From the start" }).click();
      await until(
        page,
        `document.querySelector('[data-live=training]').computed.losses
          .shape[0] === 0`,
      );
      assertEquals(complaints, []);
    });

    await t.step("comparison: shows as much of each picture as the slider says", async () => {
      const { page, figure, complaints } = await opened("comparison", "#comparison=at:0");
      const all = async () => (await computedInPage(figure))["shown"]!.data;
      assertEquals(await all(), [...picture.data].map((value) => 255 - value));
      await figure.getByRole("slider").focus();
      await page.keyboard.press("End");
      await page.waitForTimeout(400);
      assertEquals(await all(), [...picture.data]);
      assertEquals(complaints, []);
    });

    await t.step("all fit a phone", async () => {
      for (const figure of ["field", "builder", "training", "comparison"]) {
        const { page, complaints } = await opened(figure, "", 360);
        assertEquals(await overflow(page), 0, figure);
        assertEquals(complaints, [], figure);
      }
    });
  } finally {
    await browser.close();
    await Deno.remove(folder, { recursive: true });
  }
});

/** Opens a report as a reader does: by the address of its file, in a browser. */
import { assert, assertEquals } from "@std/assert";
import { chromium } from "playwright-core";
import { writeIndex, writeReport } from "../../core/report/mod.ts";
import { sampleInput } from "../report/sample.ts";
import { drawAll, executablePath, flags, missing, open, overflow, until } from "./browser.ts";

/** How many figures of the sample have numbers to explore; the others are pictures of pixels. */
const EXPLORABLE = 7;

Deno.test("writeReport() makes a page that works when opened as a file", async (t) => {
  if (await missing()) return;
  const folder = await Deno.makeTempDir();
  const { htmlPath, json } = await writeReport(await sampleInput(), folder);
  const browser = await chromium.launch({ executablePath, args: flags });
  const wide = { viewport: { width: 1280, height: 900 } };
  const narrow = { viewport: { width: 360, height: 740 } };
  try {
    await t.step(
      "draws every figure, makes no request and violates no rule of its policy",
      async () => {
        const { page, requests, complaints } = await open(browser, htmlPath, wide);
        assertEquals(await drawAll(page), EXPLORABLE);
        const outside = requests.filter((url) => !url.startsWith("data:"));
        assertEquals(outside, [`file://${htmlPath}`]);
        assertEquals(complaints, []);
        assertEquals(await overflow(page), 0);
        assertEquals(
          await page.locator(".static svg:visible").count(),
          json.figures.length - EXPLORABLE,
        );
      },
    );

    await t.step(
      "draws though its policy refuses style attributes, the browser's own methods untouched",
      async () => {
        const { page, complaints } = await open(browser, htmlPath, wide);
        await drawAll(page);
        const native = await page.evaluate(() =>
          [Element.prototype.setAttribute, Element.prototype.setAttributeNS]
            .every((method) => String(method).includes("[native code]"))
        );
        assert(native, "a method of every element was replaced");
        // The policy is in force: an attribute of our own is refused, and the page says so.
        const refused = await page.evaluate(() => {
          const probe = document.body.appendChild(document.createElement("i"));
          probe.setAttribute("style", "font-weight: 700");
          return getComputedStyle(probe).fontWeight;
        });
        assertEquals(refused, "400");
        assertEquals(complaints.length, 1);
      },
    );

    await t.step("fits a phone 360 pixels wide, with scripts on and off", async () => {
      for (const javaScriptEnabled of [true, false]) {
        const { page, complaints } = await open(browser, htmlPath, {
          ...narrow,
          javaScriptEnabled,
        });
        if (javaScriptEnabled) await drawAll(page);
        const width = await page.locator("html").evaluate((element) => element.scrollWidth)
          .catch(() => page.locator("body").boundingBox().then((box) => box?.width));
        assertEquals(width, 360);
        assertEquals(complaints, []);
      }
    });

    await t.step("shows static pictures where scripts are off", async () => {
      const { page } = await open(browser, htmlPath, { ...wide, javaScriptEnabled: false });
      assertEquals(await page.locator(".static svg:visible").count(), json.figures.length);
      assertEquals(await page.locator(".slider:visible").count(), 0);
      assertEquals(await page.locator("button:visible").count(), 0);
    });

    await t.step("follows light and dark, in the page and in its pictures", async () => {
      const { page } = await open(browser, htmlPath, { ...wide, colorScheme: "dark" });
      await drawAll(page);
      const ink = () =>
        page.locator(".live .xtick text").first().evaluate((element) =>
          getComputedStyle(element).fill
        );
      assertEquals(await ink(), "rgb(228, 230, 232)");
      await page.emulateMedia({ colorScheme: "light" });
      await until(
        page,
        "getComputedStyle(document.querySelector('.live .xtick text')).fill === 'rgb(29, 33, 38)'",
      );
    });

    await t.step("runs Plotly only when a reader points at a figure", async () => {
      const { page } = await open(browser, htmlPath, wide);
      const picture = page.locator(".picture.explorable").first();
      await picture.scrollIntoViewIfNeeded();
      await page.evaluate(() => new Promise((done) => setTimeout(done, 500)));
      assertEquals(await page.evaluate("'Plotly' in globalThis"), false);
      await picture.hover();
      await until(page, "document.querySelector('.picture.explorable').matches('.drawn')");
    });

    await t.step("changes a figure by its slider", async () => {
      const { page, complaints } = await open(browser, htmlPath, wide);
      const slider = page.locator(".slider input");
      await slider.fill("0");
      assertEquals(await page.locator(".slider output").textContent(), "step 0");
      await until(page, "document.querySelector('#figure-11 .live').data[0].z[1][1] !== -4");
      assertEquals(complaints, []);
    });

    await t.step("prints its static pictures", async () => {
      const { page } = await open(browser, htmlPath, wide);
      await drawAll(page);
      await page.emulateMedia({ media: "print" });
      assertEquals(await page.locator(".static svg:visible").count(), json.figures.length);
      assertEquals(await page.locator(".live:visible").count(), 0);
      assert((await page.pdf({ format: "A4" })).length > 50_000);
    });

    await t.step("is linked from the index", async () => {
      const path = await writeIndex({ title: "All labs", lead: "", reports: [json] }, folder);
      const { page, complaints } = await open(browser, path, narrow);
      assertEquals(await overflow(page), 0);
      await page.getByRole("link", { name: json.title }).click();
      await page.waitForURL(`file://${htmlPath}?lang=en`);
      assertEquals(complaints, []);
    });
  } finally {
    await browser.close();
    await Deno.remove(folder, { recursive: true });
  }
});

/** The live figure `window` in a browser. */
import { assert, assertEquals } from "@std/assert";
import { chromium } from "playwright-core";
import { executablePath, flags, missing, open, overflow, until } from "./browser.ts";
import {
  awake,
  computedByRun,
  computedInPage,
  difference,
  livePage,
  type Sampled,
} from "./live_page.ts";

Deno.test("live.window() slides a window step by step", async (t) => {
  if (await missing()) return;
  const { path, folder, json } = await livePage((live) => live.window());
  const browser = await chromium.launch({ executablePath, args: flags });
  const opened = async (hash = "", width = 1280) => {
    const { page, complaints } = await open(browser, `${path}${hash}`, {
      viewport: { width, height: 800 },
    });
    return { page, complaints, figure: await awake(page, "window") };
  };
  try {
    await t.step("computes what the run computed, and fills in the formula", async () => {
      const { figure, complaints } = await opened();
      const { output } = await computedInPage(figure);
      assert(difference(computedByRun<Sampled>(json), output) < 1e-5);
      assertEquals(await figure.locator(".formula").textContent(), "⌊(7 + 0 − 3) / 1⌋ + 1 = 5");
      assertEquals(complaints, []);
    });

    await t.step("goes on by a button and by the keyboard, and adds up the products", async () => {
      const { page, figure } = await opened();
      await figure.getByRole("button", { name: "Next step" }).click();
      await figure.getByRole("slider").focus();
      await page.keyboard.press("ArrowRight");
      await until(
        page,
        `document.querySelector('.explained .head').textContent.includes('column 2')`,
      );
      const terms = (await figure.locator(".terms").textContent())!.replaceAll("−", "-");
      const [left = "", right = ""] = terms.split(" = ");
      const sum = left.split(" + ").reduce((all, term) => {
        const [a = NaN, b = NaN] = term.replace(/[()]/g, "").split("·").map(Number);
        return all + a * b;
      }, 0);
      assertEquals(sum, Number(right));
      assertEquals((await computedInPage(figure))["output"]?.data[2], sum);
      assertEquals(await figure.locator(".output td:not(:empty)").count() >= 3, true);
    });

    await t.step(
      "changes stride, padding and channels, and keeps them in the address",
      async () => {
        const { page, figure } = await opened();
        await figure.getByRole("group", { name: "Stride" }).getByRole("radio", { name: "2" })
          .press("Space");
        await figure.getByRole("radio", { name: "same" }).press("Space");
        await figure.getByRole("group", { name: "Channels" }).getByRole("radio", { name: "3" })
          .press("Space");
        await until(page, `document.querySelectorAll('.channel').length === 3`);
        assertEquals((await computedInPage(figure))["output"]?.shape, [4, 4, 1]);
        assertEquals(await figure.locator(".formula").textContent(), "⌊(7 + 2 − 3) / 2⌋ + 1 = 4");
        await page.waitForTimeout(400);
        assertEquals(new URL(page.url()).hash, "#window=stride:2;channels:3;padding:same");
      },
    );

    await t.step("says what the language has not, and what does not fit", async () => {
      const both = await opened("#window=stride:2;dilation:2");
      assert((await both.figure.locator(".problem").textContent())?.includes("both"));
      const large = await opened("#window=size:5;kernel:3;dilation:3");
      assert((await large.figure.locator(".problem").textContent())?.includes("7 pixels"));
    });

    await t.step("plays to the end, and fits a phone", async () => {
      const { page, figure, complaints } = await opened("#window=size:5;channels:3", 360);
      await figure.getByRole("slider").fill("7");
      await figure.getByRole("button", { name: "Play" }).click();
      await until(
        page,
        `document.querySelector('.output .current').textContent !== '' &&
        document.querySelector('.sliding input').value === '8'`,
      );
      await figure.getByRole("button", { name: "Play" }).waitFor();
      assertEquals(await overflow(page), 0);
      assertEquals(complaints, []);
    });
  } finally {
    await browser.close();
    await Deno.remove(folder, { recursive: true });
  }
});

/** The live figure `filter` in a browser: mouse, touch, keyboard, and the same numbers as the run's. */
import { assert, assertEquals } from "@std/assert";
import { chromium } from "playwright-core";
import { laplacian } from "../../dsl/mod.ts";
import { executablePath, flags, missing, open, overflow } from "./browser.ts";
import {
  awake,
  computedByRun,
  computedInPage,
  difference,
  livePage,
  type Sampled,
} from "./live_page.ts";

Deno.test("live.filter() makes a figure that answers in the page", async (t) => {
  if (await missing()) return;
  const { path, folder, json } = await livePage((live) =>
    live.filter({ picture: "david.png", kernel: laplacian() })
  );
  const browser = await chromium.launch({ executablePath, args: flags });
  const wide = { viewport: { width: 1280, height: 800 } };
  const opened = async (hash = "", options: object = wide) => {
    const { page, requests, complaints } = await open(browser, `${path}${hash}`, options);
    return { page, requests, complaints, figure: await awake(page, "filter") };
  };
  try {
    await t.step("computes what the run computed, without a request or a complaint", async () => {
      const { figure, requests, complaints, page } = await opened();
      const { result } = await computedInPage(figure);
      const most = difference(computedByRun<Sampled>(json), result);
      assert(most < 1e-5, `the largest difference is ${most}`);
      assertEquals(requests, [`file://${path}`]);
      assertEquals(complaints, []);
      assertEquals(await page.locator(".still svg:visible").count(), 0);
    });

    await t.step("computes with loops where the page may not use WebAssembly", async () => {
      const text = await Deno.readTextFile(path);
      const strict = `${folder}/strict.html`;
      await Deno.writeTextFile(strict, text.replace(" 'wasm-unsafe-eval'", ""));
      const { page } = await open(browser, strict, wide);
      const { result } = await computedInPage(await awake(page, "filter"));
      assert(difference(computedByRun<Sampled>(json), result) < 1e-5);
    });

    await t.step("shows the products behind the pixel under the mouse", async () => {
      const { page, figure } = await opened();
      const box = (await figure.locator("canvas.result").boundingBox())!;
      // The middle of pixel (10, 20) of 107×118.
      await page.mouse.move(box.x + 20.5 / 118 * box.width, box.y + 10.5 / 107 * box.height);
      assertEquals(
        await figure.locator(".explained .head").textContent(),
        "Row 10, column 20 of the result",
      );
      const products = figure.locator(".number-grid").nth(2).locator("td");
      const sum = (await products.allTextContents())
        .reduce((all, text) => all + Number(text.replace("−", "-")), 0);
      const total = Number(
        (await figure.locator(".total output").textContent())?.replace("−", "-"),
      );
      // Nine products of two decimals.
      assert(Math.abs(sum - total) < 9 * 0.005 + 0.0005, `${sum} and ${total}`);
    });

    await t.step("moves the pixel by the arrow keys and tells it to screen readers", async () => {
      const { page, figure } = await opened();
      await figure.locator("canvas.result").focus();
      const before = await figure.locator(".explained .head").textContent();
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ArrowDown");
      const [row = 0, column = 0] = before!.match(/\d+/g)!.map(Number);
      const said = await figure.locator(".spoken").textContent();
      assert(said?.startsWith(`Row ${row + 1}, column ${column + 1}: `), said ?? "nothing");
    });

    await t.step(
      "answers typed weights, stride and padding, and keeps them in the address",
      async () => {
        const { page, figure } = await opened();
        await figure.getByRole("spinbutton", { name: "weight in row 1, column 1" }).fill("5");
        await figure.getByRole("group", { name: "Stride" }).getByRole("radio", { name: "1" })
          .focus();
        await page.keyboard.press("ArrowRight");
        await figure.getByRole("radio", { name: "same" }).press("Space");
        await page.waitForTimeout(600);
        assertEquals((await computedInPage(figure))["result"]?.shape, [55, 60, 1]);
        const { hash } = new URL(page.url());
        assertEquals(hash, "#filter=kernel:0,1,0,1,5,1,0,1,0;stride:2;padding:same");
        const other = await opened(hash);
        assertEquals((await computedInPage(other.figure))["result"]?.shape, [55, 60, 1]);
        assertEquals(
          await other.figure.getByRole("spinbutton", { name: "weight in row 1, column 1" })
            .inputValue(),
          "5",
        );
        // Going back to the lab's own leaves no trace in the address.
        await other.figure.getByRole("button", { name: "this lab's" }).click();
        await other.figure.getByRole("radio", { name: "valid" }).press("Space");
        await other.figure.getByRole("group", { name: "Stride" }).getByRole("radio", { name: "1" })
          .press("Space");
        await other.page.waitForTimeout(600);
        assertEquals(new URL(other.page.url()).hash, "");
      },
    );

    await t.step("speaks Korean where the page does", async () => {
      const korean = `${folder}/korean.html`;
      const text = await Deno.readTextFile(path);
      await Deno.writeTextFile(
        korean,
        text.replace('<html lang="en">', '<html lang="ko" data-opens="ko">')
          .replace(/(id="en"[^>]*?) checked/, "$1").replace('id="ko"', 'id="ko" checked'),
      );
      const { page } = await open(browser, korean, wide);
      const figure = await awake(page, "filter");
      assert((await figure.locator(".weights .head").textContent())?.startsWith("가중치"));
      assert(await figure.getByLabel("1행 1열의 가중치").first().isVisible());
    });

    await t.step("stays as it is when the reader follows a link within the page", async () => {
      const { page, figure } = await opened("#filter=stride:2");
      await page.evaluate(() => location.hash = "#live-filter");
      await page.waitForTimeout(300);
      assertEquals((await computedInPage(figure))["result"]?.shape, [54, 59, 1]);
      await page.evaluate(() => location.hash = "#filter=stride:3");
      await page.waitForTimeout(300);
      assertEquals((await computedInPage(figure))["result"]?.shape, [36, 40, 1]);
    });

    await t.step("opens a picture of the reader's", async () => {
      const { page, figure } = await opened();
      const { encodePng } = await import("../../core/base/png.ts");
      const pixels = Uint8Array.from({ length: 80 }, (_, i) => 3 * i);
      await Deno.writeFile(`${folder}/own.png`, encodePng(8, 10, 1, pixels));
      await Deno.writeTextFile(`${folder}/own.txt`, "no picture");
      await figure.locator("input[type=file]").setInputFiles(`${folder}/own.png`);
      await page.waitForTimeout(500);
      assertEquals((await computedInPage(figure))["result"]?.shape, [6, 8, 1]);
      await figure.locator("input[type=file]").setInputFiles(`${folder}/own.txt`);
      await figure.getByRole("alert").waitFor();
    });

    await t.step("fits a phone, where a finger points", async () => {
      const { page, figure, complaints } = await opened("", {
        viewport: { width: 360, height: 740 },
        hasTouch: true,
      });
      assertEquals(await overflow(page), 0);
      await figure.getByRole("radio", { name: "7×7" }).press("Space");
      await page.waitForTimeout(400);
      assertEquals(await overflow(page), 0);
      await figure.locator("canvas.result").tap({ position: { x: 3, y: 3 } });
      assertEquals(
        await figure.locator(".explained .head").textContent(),
        "Row 1, column 1 of the result",
      );
      assertEquals(complaints, []);
    });

    await t.step("shows the run's picture where scripts are off, and on paper", async () => {
      const { page } = await open(browser, path, { ...wide, javaScriptEnabled: false });
      assertEquals(await page.locator(".still svg:visible").count(), 1);
      const live = await opened();
      await live.page.emulateMedia({ media: "print" });
      assertEquals(await live.page.locator(".still svg:visible").count(), 1);
      assertEquals(await live.page.locator(".live-figure:visible").count(), 0);
    });
  } finally {
    await browser.close();
    await Deno.remove(folder, { recursive: true });
  }
});

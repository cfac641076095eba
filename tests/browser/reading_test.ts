/** Accessibility of the pages: keyboard, screen readers, light and dark, phones. */
import { assert, assertEquals } from "@std/assert";
import { chromium, type Page } from "playwright-core";
import { judge, type ReportInput, writeIndex, writeReport } from "../../core/report/mod.ts";
import { sampleInput } from "../report/sample.ts";
import { drawAll, executablePath, flags, missing, open, overflow } from "./browser.ts";

/** The sample with claims that are hard to fit: long lists, and an address without a space. */
async function demanding(): Promise<ReportInput> {
  const input = await sampleInput();
  const line = input.claims[0]?.line ?? 1;
  const numbers = Array.from({ length: 9 }, (_, i) => 0.1111 + i / 1e4);
  const long = judge({
    id: "long",
    section: "LAB",
    what: "Nine weights",
    book: numbers,
    ours: numbers.map((value) => value + 0.001),
    tolerance: 0.01,
    why: `https://example.org/${"an-address-without-end/".repeat(8)}`,
  });
  return { ...input, claims: [...input.claims, { ...long, line }] };
}

/** Texts whose contrast with their background is too low (WCAG 2.2, 1.4.3). */
const faint = (page: Page) =>
  page.evaluate(() => {
    type Rgba = readonly [number, number, number, number];
    const parse = (css: string): Rgba => {
      const [r = 0, g = 0, b = 0, a = 1] = (css.match(/[\d.]+/g) ?? []).map(Number);
      return [r, g, b, a];
    };
    const over = (top: Rgba, below: Rgba): Rgba => {
      const mix = (i: 0 | 1 | 2) => top[i] * top[3] + below[i] * (1 - top[3]);
      return [mix(0), mix(1), mix(2), 1];
    };
    const luminance = (color: Rgba) => {
      const [r = 0, g = 0, b = 0] = color.slice(0, 3).map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element: Element | null): Rgba => {
      if (!element) return [255, 255, 255, 1];
      const color = parse(getComputedStyle(element).backgroundColor);
      return color[3] === 1 ? color : over(color, behind(element.parentElement));
    };
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let checked = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!element || !node.textContent?.trim() || element.closest("script, style")) continue;
      // Plotly chooses black or white for numbers in coloured cells.
      if (element.closest(".heatmaplayer, .barlayer, .static")) continue;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0 || style.visibility === "hidden") continue;
      const svg = element instanceof SVGElement;
      if (Number(style.opacity) === 0) continue;
      const background = behind(element);
      const ink = over(parse(svg ? style.fill : style.color), background);
      const [a, b] = [luminance(ink), luminance(background)];
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      const size = parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      checked++;
      if (ratio < (large ? 3 : 4.5)) {
        found.push(`${node.textContent.trim().slice(0, 40)}: ${ratio.toFixed(2)}`);
      }
    }
    return { checked, found };
  });

Deno.test("writeReport() and writeIndex() make pages that everybody can read", async (t) => {
  if (await missing()) return;
  const folder = await Deno.makeTempDir();
  const { htmlPath, json } = await writeReport(await demanding(), folder);
  const indexPath = await writeIndex({
    title: "All labs · 모든 실습",
    lead: "",
    reports: [json, { ...json, lab: "12_other" }],
  }, folder);
  const browser = await chromium.launch({ executablePath, args: flags });
  const wide = { viewport: { width: 1280, height: 900 } };
  try {
    for (const colorScheme of ["light", "dark"] as const) {
      await t.step(`texts have enough contrast in ${colorScheme}`, async () => {
        for (const path of [htmlPath, indexPath]) {
          const { page } = await open(browser, path, { ...wide, colorScheme });
          await drawAll(page);
          const { checked, found } = await faint(page);
          assert(checked > 20, `only ${checked} texts were looked at`);
          assertEquals(found, []);
        }
      });
    }

    await t.step("headings have one title, and skip no level", async () => {
      for (const path of [htmlPath, indexPath]) {
        const { page } = await open(browser, path, wide);
        const levels = await page.locator("h1, h2, h3, h4, h5, h6").evaluateAll((all) =>
          all.map(({ tagName }) => Number(tagName.slice(1)))
        );
        assertEquals(levels.filter((level) => level === 1).length, 1);
        levels.forEach((level, i) => assert(level - (levels[i - 1] ?? 0) <= 1, levels.join(" ")));
      }
    });

    await t.step("figures have title, caption, alternative text and named axes", async () => {
      const { page } = await open(browser, htmlPath, wide);
      await drawAll(page);
      const figures = await page.locator(".figure").evaluateAll((all) =>
        all.map((figure) => ({
          title: figure.querySelector(".figure-title")?.textContent ?? "",
          caption: figure.querySelector("figcaption")?.textContent ?? "",
          still: figure.querySelector(".static svg")?.getAttribute("aria-label") ?? "",
          live: figure.querySelector(".live")?.getAttribute("aria-label") ?? "",
          axes: figure.querySelectorAll(".live .cartesianlayer .xtick").length === 0 ||
            ["x", "y"].every((axis) =>
              (figure.querySelector(`.live .g-${axis}title`)?.textContent ?? "") !== ""
            ),
        }))
      );
      assertEquals(figures.length, json.figures.length);
      for (const { axes, ...texts } of figures) {
        for (const [name, text] of Object.entries(texts)) {
          assert(text.trim() !== "", `${texts.title}: no ${name}`);
        }
        assert(axes, `${texts.title}: an axis without a name`);
      }
    });

    await t.step("sliders move by the keyboard", async () => {
      const { page } = await open(browser, htmlPath, wide);
      await drawAll(page);
      const slider = page.locator(".slider input");
      await slider.scrollIntoViewIfNeeded();
      // Reached with the Tab key from the elements before it.
      for (let tabs = 0; tabs < 200; tabs++) {
        await page.keyboard.press("Tab");
        if (await slider.evaluate((element) => element === document.activeElement)) break;
      }
      await page.keyboard.press("ArrowLeft");
      assertEquals(await page.locator(".slider output").textContent(), "step 150");
    });

    await t.step(
      "verdicts beside long lists are entirely visible, on a wide page and on a phone",
      async () => {
        for (const width of [1280, 360]) {
          const { page } = await open(browser, htmlPath, { viewport: { width, height: 800 } });
          assertEquals(await overflow(page), 0);
          const cut = await page.locator(".verdict").evaluateAll((all) =>
            all.filter((verdict) => {
              const { left, right } = verdict.getBoundingClientRect();
              const { right: end } = verdict.closest("section, .claim")?.getBoundingClientRect() ??
                { right: innerWidth };
              return left < 0 || right > end + 0.5;
            }).length
          );
          assertEquals(cut, 0);
        }
      },
    );

    await t.step("printed pages have nothing that only a click would open", async () => {
      const { page } = await open(browser, htmlPath, wide);
      await page.emulateMedia({ media: "print" });
      assertEquals(await page.locator("summary:visible").count(), 0);
      assertEquals(await page.locator(".exercise:visible").count(), 1);
    });

    await t.step("letters in pictures are at least 10 pixels high on a phone", async () => {
      const { page } = await open(browser, htmlPath, { viewport: { width: 360, height: 800 } });
      await drawAll(page);
      const small = await page.locator(".live text").evaluateAll((all) =>
        all.filter((text) => text.textContent && parseFloat(getComputedStyle(text).fontSize) < 10)
          .map((text) => text.textContent)
      );
      assertEquals(small, []);
      assertEquals(await overflow(page), 0);
    });

    await t.step(
      "wide pictures scroll inside their frame, and are reachable by the keyboard",
      async () => {
        for (const javaScriptEnabled of [true, false]) {
          const { page } = await open(browser, htmlPath, {
            viewport: { width: 360, height: 800 },
            javaScriptEnabled,
          });
          if (javaScriptEnabled) await drawAll(page);
          const matrix = page.locator(".picture[tabindex]").first();
          const [inside, outside] = await Promise.all([
            matrix.locator("svg:visible").first().boundingBox(),
            matrix.boundingBox(),
          ]);
          assert((inside?.width ?? 0) > (outside?.width ?? 0) + 50, "the picture is not wider");
          assert((outside?.width ?? 0) <= 360, "it widens the page");
        }
      },
    );
  } finally {
    await browser.close();
    await Deno.remove(folder, { recursive: true });
  }
});

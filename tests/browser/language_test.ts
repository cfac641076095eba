/** The page's two languages, its order, and what the rules of accessibility say of it. */
import { assert, assertEquals } from "@std/assert";
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { shortHash, writeIndex, writeReport } from "../../core/report/mod.ts";
import { sampleInput } from "../report/sample.ts";
import { drawAll, executablePath, flags, missing, open, overflow } from "./browser.ts";

const ENGLISH = "## The pipeline\n\n> A pipeline is data: building it reads nothing.";
const KOREAN = `# 예제 실습\n
## the-pipeline · 파이프라인 <!-- ${shortHash(ENGLISH)} -->
> 파이프라인은 데이터입니다. 만들어도 아무것도 읽지 않습니다.

<!-- words -->
- parameters · 파라미터
`;

/** What a reader sees: not what is hidden, nor what can only be heard. */
const visible = (page: Page, text: string) =>
  page.getByText(text, { exact: false }).filter({
    visible: true,
  }).count();

/** The rules that the page breaks, with the first element that does. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return await page.evaluate(async () => {
    // deno-lint-ignore no-undef
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120)}`);
  });
}

/** Opens a page without its policy, which refuses the program that checks the rules. */
const bare = async (browser: Browser, path: string, options: object) =>
  (await open(browser, path, { ...options, bypassCSP: true })).page;

Deno.test("writeReport() makes a page for readers of both languages", async (t) => {
  if (await missing()) return;
  const folder = await Deno.makeTempDir();
  const input = { ...await sampleInput(), korean: KOREAN };
  const { htmlPath, json } = await writeReport(input, folder);
  const indexPath = await writeIndex(
    { title: "All labs · 모든 실습", lead: "", reports: [json] },
    folder,
  );
  const browser = await chromium.launch({ executablePath, args: flags });
  const wide = { viewport: { width: 1280, height: 800 } };
  try {
    await t.step(
      "a click changes the language of everything, with scripts on and off",
      async () => {
        for (const javaScriptEnabled of [true, false]) {
          const { page, requests, complaints } = await open(browser, htmlPath, {
            ...{ ...wide, javaScriptEnabled, locale: "en-GB" },
          });
          assertEquals(await visible(page, "building it reads nothing"), 1);
          assertEquals(await visible(page, "아무것도 읽지 않습니다"), 0);
          await page.locator("#ko").check();
          assertEquals(await visible(page, "building it reads nothing"), 0);
          assertEquals(await visible(page, "아무것도 읽지 않습니다"), 1);
          // A text without Korean remains, in English.
          assertEquals(await visible(page, "the result is smaller than the input"), 1);
          assertEquals(await page.locator("#section-the-pipeline").count(), 1);
          assertEquals(complaints, []);
          assertEquals(requests.filter((url) => !url.startsWith("data:")), [`file://${htmlPath}`]);
          await page.context().close();
        }
      },
    );

    await t.step(
      "it opens in the reader's language, or in the one that it was made for",
      async () => {
        const opens = async (path: string, locale: string, more = "") => {
          const { page } = await open(browser, path, { ...wide, locale });
          if (more) await page.goto(`file://${path}${more}`);
          const language = await page.evaluate("document.documentElement.lang");
          assertEquals(await page.locator(`#${language}`).isChecked(), true);
          return language;
        };
        assertEquals(await opens(htmlPath, "ko-KR"), "ko");
        assertEquals(await opens(htmlPath, "en-GB"), "en");
        assertEquals(await opens(htmlPath, "fr-FR"), "en");
        assertEquals(await opens(htmlPath, "ko-KR", "?lang=en"), "en");
        const made = await writeReport({ ...input, lab: "made", language: "ko" }, folder);
        assertEquals(await opens(made.htmlPath, "en-GB"), "ko");
      },
    );

    await t.step("pictures and their live forms are named in the chosen language", async () => {
      const { page } = await open(browser, htmlPath, { ...wide, locale: "ko-KR" });
      const axis = page.locator("#figure-2 .static tspan", { hasText: "파라미터" }).first();
      assertEquals(await axis.isVisible(), true);
      await drawAll(page);
      assertEquals(await page.locator("#figure-2 .live .ytitle").textContent(), "파라미터");
      await page.locator("#en").check();
      await page.locator("#figure-2 .live .ytitle", { hasText: "parameters" }).waitFor();
    });

    await t.step("the story begins on the first screen, and little code is in view", async () => {
      const { page } = await open(browser, htmlPath, wide);
      const top = await page.locator("main .prose p:visible").first().boundingBox();
      assert((top?.y ?? 1e9) < 600, `the first sentence stands at ${top?.y}`);
      assertEquals(await page.locator("nav.contents").isVisible(), true);
      await page.locator(".came-out a").first().click();
      assertEquals(new URL(page.url()).hash, "#claims");
    });

    await t.step("the whole lab is saved as its file", async () => {
      const { page } = await open(browser, htmlPath, wide);
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.locator("a.download").click(),
      ]);
      assertEquals(download.suggestedFilename(), "00_sample_lab.ts");
      assertEquals(await Deno.readTextFile(await download.path()), input.source);
    });

    await t.step(
      "no rule of accessibility is broken, in any language, colour or width",
      async () => {
        for (
          const [locale, colorScheme, width] of [
            ["en-GB", "light", 1280],
            ["ko-KR", "dark", 1280],
            ["ko-KR", "light", 360],
          ] as const
        ) {
          for (const path of [htmlPath, indexPath]) {
            const viewport = { width, height: 800 };
            const page = await bare(browser, path, { viewport, colorScheme, locale });
            await page.locator("details").evaluateAll((all) =>
              all.forEach((one) => one.setAttribute("open", ""))
            );
            assertEquals(await violations(page), []);
            assertEquals(await overflow(page), 0);
            await page.context().close();
          }
        }
      },
    );
  } finally {
    await browser.close();
    await Deno.remove(folder, { recursive: true });
  }
});

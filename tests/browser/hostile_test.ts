/** Texts of others in a page: opened in a browser, none runs, none loads, none becomes markup. */
import { assert, assertEquals } from "@std/assert";
import { type Browser, chromium } from "playwright-core";
import { visible } from "../../core/base/quoted.ts";
import { withoutControls } from "../../core/report/html.ts";
import { writeIndex, writeReport } from "../../core/report/mod.ts";
import { harmless, reportOf } from "../faults/hostile_report.ts";
import { allHostileStrings, hostileTex } from "../faults/hostile_strings.ts";
import { drawAll, executablePath, flags, missing, open } from "./browser.ts";

/** How many texts share a page: Plotly takes about a second per figure. */
const PER_PAGE = 20;

/** What stands in a page. */
interface Inventory {
  /** How often each element with its attributes occurs where a text is only a text. */
  readonly counts: Record<string, number>;
  /** Which occur in Markdown, code and pictures, whose markup depends on their text. */
  readonly kinds: string[];
  readonly links: string[];
  readonly texts: string[];
  readonly notices: string[];
  readonly ran: boolean;
}

/** Runs in the page. */
const take = (): Inventory => {
  const counts: Record<string, number> = {};
  const kinds = new Set<string>();
  const free =
    ".static, .live, .code, .prose, .note, .exercise, figcaption, .goals, #js-plotly-tester";
  for (const element of document.querySelectorAll("html *")) {
    const names = element.getAttributeNames().filter((name) => name !== "lang").sort();
    const key = `${element.localName} ${names.join(" ")}`;
    if (element.matches(`:is(${free}) *`)) kinds.add(key);
    else counts[key] = (counts[key] ?? 0) + 1;
  }
  return {
    counts,
    kinds: [...kinds].sort(),
    // The link that saves the lab holds the file itself.
    links: [...document.querySelectorAll<HTMLAnchorElement>("a:not([download])")]
      .map(({ protocol }) => protocol),
    texts: [...document.querySelectorAll("td, pre.printed")].map((one) => one.textContent ?? ""),
    notices: [...document.querySelectorAll(".note")].map((one) => one.textContent ?? ""),
    ran: "ran" in window,
  };
};

/** What Markdown makes of stars, backticks and links to web pages; none of it does anything. */
const MARKDOWN = ["code ", "em ", "strong ", "a href", "br ", "ul ", "li ", "p ", "s "];

async function inventory(browser: Browser, path: string, bypassCSP: boolean): Promise<Inventory> {
  const { page, requests, complaints } = await open(browser, path, { bypassCSP });
  try {
    await drawAll(page);
    for (const one of await page.locator("details").all()) {
      await one.evaluate((element) => element.setAttribute("open", ""));
    }
    const found = await page.evaluate(take);
    assertEquals(requests.filter((url) => !url.startsWith("data:")), [`file://${path}`]);
    assertEquals(complaints, []);
    return found;
  } finally {
    await page.context().close();
  }
}

Deno.test(`writeReport() shows ${allHostileStrings.length} hostile texts as letters, everywhere`, async (t) => {
  if (await missing()) return;
  const folder = await Deno.makeTempDir();
  const browser = await chromium.launch({ executablePath, args: flags });
  try {
    for (let at = 0; at < allHostileStrings.length; at += PER_PAGE) {
      const texts = allHostileStrings.slice(at, at + PER_PAGE);
      await t.step(`texts ${at + 1} to ${at + texts.length}`, async () => {
        const hostile = await writeReport(reportOf(`hostile_${at}`, texts, hostileTex), folder);
        const plain = await writeReport(
          reportOf(`plain_${at}`, texts.map(harmless), hostileTex.map(() => "\\rule{1em}{1em}")),
          folder,
        );
        const ours = await inventory(browser, plain.htmlPath, false);
        // Without the page's policy, so that the escaping alone must hold; then with it.
        for (const bypassCSP of [true, false]) {
          const theirs = await inventory(browser, hostile.htmlPath, bypassCSP);
          assertEquals(theirs.ran, false);
          assertEquals(theirs.counts, ours.counts);
          const known = new Set([...ours.kinds, ...MARKDOWN]);
          const odd = theirs.kinds.filter((kind) =>
            !known.has(kind) && !/^(?:span class|m\w+ ?)/.test(kind)
          );
          assertEquals(odd, []);
          assert(theirs.links.every((scheme) => /^(?:file|https?|mailto):$/.test(scheme)));
          for (const text of texts) {
            assert(theirs.texts.includes(withoutControls(text)), text);
            const error = `Error: ${visible(text)}`;
            assert(theirs.notices.some((notice) => notice.endsWith(error)), error);
          }
        }
      });
    }
    await t.step("the index of such reports", async () => {
      const page = async (texts: readonly string[], name: string) => {
        const { json } = await writeReport(
          reportOf(`index_${name}`, texts.slice(0, 2), []),
          folder,
        );
        const shown = texts.map((one) => ({ lab: one, anchor: one, text: one }));
        const path = await writeIndex({
          ...{ title: texts[0] ?? "", lead: texts[1] ?? "" },
          reports: texts.map((one) => ({
            ...{ ...json, lab: one, title: one, section: one, engine: one },
          })),
          goals: texts.map((one) => ({
            text: "goal",
            shown: [{ lab: one, anchor: one, text: one }],
          })),
          glossary: texts.map((one, i) => ({
            ...{ korean: one, english: one, meaning: one },
            ...(shown[i] && { shown: shown[i] }),
          })),
        }, `${folder}/${name}`);
        return await inventory(browser, path, true);
      };
      const texts = allHostileStrings.filter((one) => !/[\ud800-\udfff]/.test(one));
      const [theirs, ours] = [await page(texts, "a"), await page(texts.map(harmless), "b")];
      assertEquals(theirs.ran, false);
      assertEquals(theirs.counts, ours.counts);
    });
  } finally {
    await browser.close();
    await Deno.remove(folder, { recursive: true });
  }
});

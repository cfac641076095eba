/** Opens pages in Chromium and records what they do. */
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

export const executablePath = Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium";
export const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Whether there is no browser to test with; then prints why. */
export async function missing(): Promise<boolean> {
  const there = await Deno.stat(executablePath).then(() => true, () => false);
  if (!there) console.log(`Skipped: no browser at ${executablePath}; set CHROMIUM to its path.`);
  return !there;
}

/** An opened page, its requests, and everything that it wrote to the console. */
export interface Opened {
  readonly page: Page;
  readonly requests: string[];
  readonly complaints: string[];
}

export async function open(
  browser: Browser,
  path: string,
  options: BrowserContextOptions,
): Promise<Opened> {
  const page = await (await browser.newContext(options)).newPage();
  const [requests, complaints]: [string[], string[]] = [[], []];
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(`file://${path}`);
  return { page, requests, complaints };
}

/** Asks for every picture that can be explored, and waits until Plotly has drawn it; how many. */
export async function drawAll(page: Page): Promise<number> {
  const pictures = await page.locator(".picture.explorable").all();
  for (const picture of pictures) {
    await picture.scrollIntoViewIfNeeded();
    await picture.locator("+ .explore").evaluate((button: HTMLElement) => button.click());
    await picture.and(page.locator(".drawn")).locator(".live .main-svg").first()
      .waitFor({ timeout: 30_000 });
  }
  return pictures.length;
}

/** Waits until the expression is true. `waitForFunction` needs eval, which the policy refuses. */
export async function until(page: Page, expression: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (await page.evaluate(expression)) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`Waited 5 seconds for ${expression}, which did not become true.`);
}

export const overflow = (page: Page) =>
  page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");

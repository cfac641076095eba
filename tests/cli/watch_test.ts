import { assertEquals, assertStringIncludes } from "@std/assert";
import { rerun } from "../../tools/cli/watch.ts";
import { type PageMessage, servePage } from "../../tools/cli/watch_server.ts";
import { withFolder } from "./convlab.ts";

Deno.test("servePage() serves the current report and sends a message when it is new", () =>
  withFolder(async (folder) => {
    const path = `${folder}/04.html`;
    const server = servePage(path);
    const get = async (page: string) => await (await fetch(server.address + page)).text();
    try {
      assertStringIncludes(await get(""), '<iframe src="/report"');
      assertStringIncludes(await get("report"), "The lab is running for the first time");
      await Deno.writeTextFile(path, "<p>two</p>");
      assertEquals(await get("report"), "<p>two</p>");
      assertEquals(await get("../../etc/passwd"), "Not found");

      const news = (await fetch(`${server.address}news`)).body!.getReader();
      const next = async () => new TextDecoder().decode((await news.read()).value);
      assertEquals(await next(), ": connected\n\n");
      server.send("reload");
      assertEquals(await next(), "data: reload\n\n");
      await news.cancel();
    } finally {
      await server.close();
    }
  }));

Deno.test("rerun() runs at once and at every save, and stops the run in progress", async () => {
  const news: PageMessage[] = [];
  const runs: string[] = [];
  const run = async (signal: AbortSignal) => {
    const number = runs.push("began");
    if (number === 1) {
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      runs[0] = "stopped";
      return 130;
    }
    return number === 2 ? 1 : 0;
  };
  const saves = async function* () {
    yield await Promise.resolve();
    // The second run has ended, and failed, before the next save.
    await new Promise((resolve) => setTimeout(resolve, 5));
    yield;
  };
  await rerun(run, saves(), { send: (message) => news.push(message) });
  assertEquals(runs, ["stopped", "began", "began"]);
  assertEquals(news, ["running", "failed", "running", "reload"]);
});

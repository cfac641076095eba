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

/** The first line of the server's answer to a request of exactly these lines, and its body. */
async function ask(address: string, ...lines: string[]): Promise<string> {
  using connection = await Deno.connect({
    hostname: "127.0.0.1",
    port: Number(new URL(address).port),
  });
  const request = [...lines, "Connection: close", "", ""].join("\r\n");
  await connection.write(new TextEncoder().encode(request));
  return await new Response(connection.readable).text();
}

Deno.test("servePage() answers this computer's names, GET and HEAD only", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/04.html`, "<p>secret</p>");
    const server = servePage(`${folder}/04.html`);
    const { host, port } = new URL(server.address);
    try {
      for (const good of [host, `localhost:${port}`]) {
        const answer = await ask(server.address, "GET /report HTTP/1.1", `Host: ${good}`);
        assertStringIncludes(answer, "HTTP/1.1 200 OK");
        assertStringIncludes(answer, "<p>secret</p>");
      }
      const bad = ["evil.example", `evil.example:${port}`, "127.0.0.1", `127.0.0.1.evil:${port}`];
      for (const name of bad) {
        const answer = await ask(server.address, "GET /report HTTP/1.1", `Host: ${name}`);
        assertStringIncludes(answer, "HTTP/1.1 421");
        assertEquals(answer.includes("secret"), false);
      }
      for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
        const answer = await ask(server.address, `${method} /report HTTP/1.1`, `Host: ${host}`);
        assertStringIncludes(answer, "HTTP/1.1 405");
      }
      for (const path of ["/report", "/news"]) {
        const answer = await ask(server.address, `HEAD ${path} HTTP/1.1`, `Host: ${host}`);
        assertStringIncludes(answer, "HTTP/1.1 200 OK");
      }
      for (const path of ["/../04.html", "/%2e%2e/04.html", "//etc/passwd", "/report/../../x"]) {
        const answer = await ask(server.address, `GET ${path} HTTP/1.1`, `Host: ${host}`);
        assertStringIncludes(answer, "HTTP/1.1 404");
      }
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

/** Downloads that are too slow, that fail to connect, and whose part is not a file of their own. */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { sha256 } from "../../core/base/hash.ts";
import { connectionProblem } from "../../core/data/connection_problem.ts";
import { download } from "../../core/data/download.ts";
import { transfer } from "../../core/lab/progress.ts";
import { UserError } from "../../dsl/errors.ts";
import { list, serve, withFolder } from "./server.ts";

const FILE = new TextEncoder().encode("the file that was meant");
const remote = (address: string) => ({ address, bytes: FILE.length, sha256: sha256(FILE) });

/** Sends one byte every 20 ms until the connection ends. */
function dripping(): Response {
  let timer: ReturnType<typeof setInterval>;
  let at = 0;
  return new Response(
    new ReadableStream({
      start(controller) {
        timer = setInterval(() => controller.enqueue(FILE.slice(at, ++at)), 20);
      },
      cancel: () => clearInterval(timer),
    }),
  );
}

for (
  const [what, limits, problem] of [
    ["is too slow", { stall: 100, leastRate: 10_000 }, "bytes per second arrived, expected at"],
    ["takes too long", { longest: 100 }, "the download took longer than 0.1 s, expected 23 bytes"],
  ] as const
) {
  Deno.test(`download() gives up a connection that ${what}, and keeps the bytes that arrived`, () =>
    withFolder(async (folder) => {
      await using server = serve({ "/file": dripping });
      const error = await assertRejects(
        () => download(remote(`${server.address}/file`), `${folder}/file`, limits),
        UserError,
      );
      assertStringIncludes(error.message, problem);
      assertEquals(list(folder), ["file.part"]);
    }));
}

for (const kind of ["symbolic", "hard"]) {
  Deno.test(`download() does not write through a ${kind} link in the place of its part`, () =>
    withFolder(async (folder) => {
      await using server = serve({ "/file": () => new Response(FILE) });
      await Deno.writeTextFile(`${folder}/mine`, "my work");
      const link = kind === "hard" ? Deno.link : Deno.symlink;
      await link(`${folder}/mine`, `${folder}/file.part`);
      const error = await assertRejects(
        () => download(remote(`${server.address}/file`), `${folder}/file`),
        UserError,
      );
      assertStringIncludes(
        error.message,
        `${folder}/file.part is a link, a folder or a device. Remove it.`,
      );
      assertEquals(await Deno.readTextFile(`${folder}/mine`), "my work");
      assertEquals(server.requests, []);
    }));
}

Deno.test("connectionProblem() names the cause of each failure", () => {
  const url = new URL("https://example.org/a");
  const failed = (cause: string) => new TypeError("fetch failed", { cause: new Error(cause) });
  const cases = [
    [failed("client error: dns error: failed to lookup address"), "its name is unknown (DNS)"],
    [failed("tcp connect error: Connection refused (os error 111)"), "it refuses connections"],
    [
      failed("invalid peer certificate: UnknownIssuer"),
      "its certificate or encryption (TLS) is not accepted",
    ],
    [failed("Network is unreachable (os error 101)"), "the network does not reach it"],
    [failed("Connection reset by peer"), "it ended the connection"],
  ] as const;
  for (const [error, cause] of cases) {
    assertEquals(connectionProblem(error, url), `no connection to example.org: ${cause}`);
  }
  assertEquals(connectionProblem(failed("strange"), url), "no connection (strange)");
});

Deno.test("transfer() draws a bar on a terminal, ten times a second, and removes it", () => {
  let [written, time] = ["", 0];
  const write = (text: string) => void (written += text);
  const bar = transfer({ live: true, columns: 80, write }, () => time);
  bar(1e6, 4e6);
  bar(2e6, 4e6);
  time = 100;
  bar(3e6, 4e6);
  bar(4e6, 4e6);
  assertEquals(
    written,
    `\r\x1b[Kdownloading ${"█".repeat(8)}${"░".repeat(22)} 1.0/4.0 MB` +
      `\r\x1b[Kdownloading ${"█".repeat(23)}${"░".repeat(7)} 3.0/4.0 MB\r\x1b[K`,
  );
  written = "";
  transfer({ live: false, columns: 80, write })(1, 2);
  assertEquals(written, "");
});

/** Downloads that continue, wait, stall or are redirected wrongly; all on loopback. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { createHash } from "node:crypto";
import { download } from "../../core/data/download.ts";
import { sha256 } from "../../core/base/hash.ts";
import { UserError } from "../../dsl/errors.ts";
import { list, serve, withFolder } from "./server.ts";

const FILE = new TextEncoder().encode("the file that was meant");
const remote = (address: string) => ({ address, bytes: FILE.length, sha256: sha256(FILE) });
const range = (request: Request) => request.headers.get("range");

/** Serves ranges as HTTP defines them. */
const ranged = (request: Request): Response => {
  const from = Number(/^bytes=(\d+)-$/.exec(range(request) ?? "")?.[1] ?? 0);
  if (from === 0) return new Response(FILE);
  return new Response(FILE.slice(from), {
    status: 206,
    headers: { "content-range": `bytes ${from}-${FILE.length - 1}/${FILE.length}` },
  });
};

/** Writes the first bytes of `text` as an interrupted download would leave them. */
const broken = (folder: string, bytes: number, text: Uint8Array = FILE) =>
  Deno.writeFile(`${folder}/file.part`, text.slice(0, bytes));

Deno.test("download() continues where an earlier download broke off", () =>
  withFolder(async (folder) => {
    const asked: (string | null)[] = [];
    await using server = serve({
      "/file": (request) => {
        asked.push(range(request));
        return ranged(request);
      },
    });
    await broken(folder, 9);
    const seen: number[] = [];
    await download(remote(`${server.address}/file`), `${folder}/file`, {
      onProgress: (arrived) => seen.push(arrived),
    });
    assertEquals(asked, ["bytes=9-"]);
    assertEquals(seen.at(-1), 23);
    assert((seen[0] ?? 0) > 9);
    assertEquals(await Deno.readFile(`${folder}/file`), FILE);
    assertEquals(list(folder), ["file"]);
  }));

Deno.test("download() makes no request for a part that is complete", () =>
  withFolder(async (folder) => {
    await using server = serve({});
    await broken(folder, 23);
    await download(remote(`${server.address}/file`), `${folder}/file`);
    assertEquals(server.requests, []);
    assertEquals(list(folder), ["file"]);
  }));

const STUBBORN: readonly [string, (request: Request) => Response, number][] = [
  ["ignores ranges", () => new Response(FILE), 1],
  [
    "refuses ranges",
    (request) => range(request) ? new Response(null, { status: 416 }) : new Response(FILE),
    2,
  ],
  [
    "sends another range",
    (request) =>
      range(request)
        ? new Response(FILE.slice(2), {
          status: 206,
          headers: { "content-range": "bytes 2-22/23" },
        })
        : new Response(FILE),
    2,
  ],
];
for (const [what, answer, requests] of STUBBORN) {
  Deno.test(`download() starts again when the server ${what}`, () =>
    withFolder(async (folder) => {
      await using server = serve({ "/file": answer });
      await broken(folder, 9);
      await download(remote(`${server.address}/file`), `${folder}/file`);
      assertEquals(await Deno.readFile(`${folder}/file`), FILE);
      assertEquals(server.requests.length, requests);
    }));
}

Deno.test("download() starts again when the part belongs to another file", () =>
  withFolder(async (folder) => {
    await using server = serve({ "/file": ranged });
    await broken(folder, 9, new TextEncoder().encode("THE OTHER FILE"));
    await download(remote(`${server.address}/file`), `${folder}/file`);
    assertEquals(await Deno.readFile(`${folder}/file`), FILE);
    assertEquals(server.requests.length, 2);
  }));

Deno.test("download() starts again when the part is too long", () =>
  withFolder(async (folder) => {
    await using server = serve({ "/file": ranged });
    await broken(folder, 99, new Uint8Array(99));
    await download(remote(`${server.address}/file`), `${folder}/file`);
    assertEquals(await Deno.readFile(`${folder}/file`), FILE);
  }));

Deno.test("download() makes one request when several callers want the same file", () =>
  withFolder(async (folder) => {
    await using server = serve({
      "/file": () =>
        new Response(
          new ReadableStream({
            async start(controller) {
              await new Promise((done) => setTimeout(done, 50));
              controller.enqueue(FILE);
              controller.close();
            },
          }),
        ),
    });
    const one = () => download(remote(`${server.address}/file`), `${folder}/file`);
    await Promise.all([one(), one(), one()]);
    assertEquals(server.requests, ["/file"]);
    assertEquals(await Deno.readFile(`${folder}/file`), FILE);
    assertEquals(list(folder), ["file"]);
  }));

Deno.test("download() checks an MD5 if the publisher states no SHA-256", () =>
  withFolder(async (folder) => {
    await using server = serve({ "/file": () => new Response(FILE) });
    const address = `${server.address}/file`;
    const md5 = createHash("md5").update(FILE).digest("hex");
    await download({ address, bytes: 23, md5 }, `${folder}/file`);
    assertEquals(await Deno.readFile(`${folder}/file`), FILE);
    const wrong = "0".repeat(32);
    const error = await assertRejects(
      () => download({ address, bytes: 23, md5: wrong }, `${folder}/other`),
      UserError,
    );
    assertEquals(
      error.message,
      `Cannot download ${address}: expected md5 ${wrong}, found ${md5}. ` +
        "Try again, or give the file with --data DIR.",
    );
    assertEquals(list(folder), ["file"]);
  }));

/** An answer that sends five bytes and then nothing more. */
const stalling = () =>
  new Response(new ReadableStream({ start: (controller) => controller.enqueue(FILE.slice(0, 5)) }));

Deno.test("download() gives up a connection that stalls and keeps the bytes that arrived", () =>
  withFolder(async (folder) => {
    await using server = serve({ "/file": stalling });
    const address = `${server.address}/file`;
    const error = await assertRejects(
      () => download(remote(address), `${folder}/file`, { stall: 100 }),
      UserError,
    );
    assertEquals(
      error.message,
      `Cannot download ${address}: nothing arrived for 0.1 s, expected 23 bytes, found 5. ` +
        "Try again, or give the file with --data DIR.",
    );
    assertEquals(list(folder), ["file.part"]);
  }));

Deno.test("download() gives up a server that does not answer", () =>
  withFolder(async (folder) => {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const silent = listener.accept();
    const address = `http://127.0.0.1:${listener.addr.port}/file`;
    const error = await assertRejects(
      () => download(remote(address), `${folder}/file`, { stall: 100 }),
      UserError,
    );
    (await silent).close();
    assertEquals(
      error.message,
      `Cannot download ${address}: nothing arrived for 0.1 s. ` +
        "Try again, or give the file with --data DIR.",
    );
    assertEquals(list(folder), []);
  }));

const moved = (location: string) => () =>
  new Response(null, { status: 302, headers: { location } });
const WRONG: readonly [string, string, string][] = [
  ["redirections without end", "/round", "expected at most 5 redirections, found more"],
  [
    "a redirection to a file of this computer",
    "file:///etc/passwd",
    "expected a redirection to http:// or https://, found one from http:// to file://",
  ],
  ["a redirection to no address", "http://", "expected a redirection to an address, found http://"],
];
for (const [what, location, problem] of WRONG) {
  Deno.test(`download() refuses ${what}`, () =>
    withFolder(async (folder) => {
      await using server = serve({ "/round": moved(location) });
      const address = `${server.address}/round`;
      const error = await assertRejects(
        () => download(remote(address), `${folder}/file`),
        UserError,
      );
      assertEquals(
        error.message,
        `Cannot download ${address}: ${problem}. Try again, or give the file with --data DIR.`,
      );
      assertEquals(list(folder), []);
    }));
}

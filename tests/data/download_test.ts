import { assertEquals, assertRejects } from "@std/assert";
import { download } from "../../core/data/download.ts";
import { sha256 } from "../../core/base/hash.ts";
import { UserError } from "../../dsl/errors.ts";
import { list, serve, withFolder } from "./server.ts";

const FILE = new TextEncoder().encode("the file that was meant");
const OTHER = new TextEncoder().encode("the file that was mean!");
const SHA256 = sha256(FILE);

/** Sends `parts` one after the other. */
const streamed = (...parts: Uint8Array<ArrayBuffer>[]): Response =>
  new Response(
    new ReadableStream({
      async start(controller) {
        for (const part of parts) {
          controller.enqueue(part);
          await new Promise((done) => setTimeout(done, 5));
        }
        controller.close();
      },
    }),
  );

const ANSWERS = {
  "/ok": () => new Response(FILE),
  "/parts": () => streamed(FILE.slice(0, 5), FILE.slice(5)),
  "/short": () => new Response(FILE.slice(0, 10)),
  "/long": () => streamed(FILE, FILE),
  "/other": () => new Response(OTHER),
  "/moved": () => new Response(null, { status: 302, headers: { location: "/ok" } }),
};

const remote = (address: string) => ({ address, bytes: FILE.length, sha256: SHA256 });

for (const path of ["/ok", "/parts", "/moved"]) {
  Deno.test(`download() keeps the right file (${path})`, () =>
    withFolder(async (folder) => {
      await using server = serve(ANSWERS);
      const target = `${folder}/a/b/file`;
      await download(remote(server.address + path), target);
      assertEquals(await Deno.readFile(target), FILE);
      assertEquals(list(`${folder}/a/b`), ["file"]);
    }));
}

const FAILURES: readonly [string, string, string][] = [
  ["a file that is missing", "/nothing", "expected status 200, found 404"],
  ["a file too short", "/short", "expected 23 bytes, found 10"],
  ["a file too long", "/long", "expected 23 bytes, found more"],
  [
    "another file",
    "/other",
    `expected sha256 ${SHA256}, found ${sha256(OTHER)}`,
  ],
];

for (const [what, path, problem] of FAILURES) {
  Deno.test(`download() refuses ${what} and leaves nothing behind`, () =>
    withFolder(async (folder) => {
      await using server = serve(ANSWERS);
      const address = server.address + path;
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

Deno.test("download() refuses a connection that breaks off and keeps the bytes that arrived", () =>
  withFolder(async (folder) => {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const answering = (async () => {
      using connection = await listener.accept();
      await connection.read(new Uint8Array(1000));
      const head = "HTTP/1.1 200 OK\r\ncontent-length: 23\r\n\r\n";
      await connection.write(new TextEncoder().encode(`${head}the fil`));
    })();
    const address = `http://127.0.0.1:${listener.addr.port}/file`;
    const error = await assertRejects(
      () => download(remote(address), `${folder}/file`),
      UserError,
    );
    await answering;
    assertEquals(
      error.message,
      `Cannot download ${address}: expected 23 bytes, found 7. ` +
        "Try again, or give the file with --data DIR.",
    );
    assertEquals(await Deno.readTextFile(`${folder}/file.part`), "the fil");
    assertEquals(list(folder), ["file.part"]);
  }));

Deno.test("download() refuses a target that cannot be written", () =>
  withFolder(async (folder) => {
    await using server = serve(ANSWERS);
    const address = `${server.address}/ok`;
    await Deno.writeFile(`${folder}/file`, OTHER);
    const target = `${folder}/file/below`;
    const error = await assertRejects(() => download(remote(address), target), UserError);
    assertEquals(
      error.message,
      `Cannot save ${address} as ${target}: a part of the path is a file instead of a folder. ` +
        "Check the path.",
    );
  }));

Deno.test("download() refuses an address without a connection", () =>
  withFolder(async (folder) => {
    const server = serve({});
    await server[Symbol.asyncDispose]();
    const address = `${server.address}/ok`;
    await assertRejects(
      () => download(remote(address), `${folder}/file`),
      UserError,
      `Cannot download ${address}: no connection to ${
        new URL(address).host
      }: it refuses connections. `,
    );
  }));

Deno.test("download() makes no request for a file that it finds", () =>
  withFolder(async (folder) => {
    await using server = serve(ANSWERS);
    await download(remote(`${server.address}/ok`), `${folder}/file`);
    await download(remote(`${server.address}/ok`), `${folder}/file`);
    assertEquals(server.requests, ["/ok"]);
  }));

Deno.test("download() replaces a file with another SHA-256", () =>
  withFolder(async (folder) => {
    await using server = serve(ANSWERS);
    await Deno.writeFile(`${folder}/file`, OTHER);
    await download(remote(`${server.address}/ok`), `${folder}/file`);
    assertEquals(await Deno.readFile(`${folder}/file`), FILE);
  }));

Deno.test("download() keeps the old file when the new one fails", () =>
  withFolder(async (folder) => {
    await using server = serve(ANSWERS);
    await Deno.writeFile(`${folder}/file`, OTHER);
    await assertRejects(
      () => download(remote(`${server.address}/short`), `${folder}/file`),
      UserError,
    );
    assertEquals(await Deno.readFile(`${folder}/file`), OTHER);
  }));

Deno.test("download() reports how much has arrived", () =>
  withFolder(async (folder) => {
    await using server = serve(ANSWERS);
    const seen: number[] = [];
    await download(remote(`${server.address}/parts`), `${folder}/file`, {
      onProgress: (arrived, total) => seen.push(arrived, total),
    });
    assertEquals(seen.slice(-2), [23, 23]);
  }));

Deno.test("download() stops when its signal is aborted", () =>
  withFolder(async (folder) => {
    await using server = serve(ANSWERS);
    const stop = new AbortController();
    const error = await assertRejects(() =>
      download(remote(`${server.address}/parts`), `${folder}/file`, {
        signal: stop.signal,
        onProgress: () => stop.abort(),
      })
    );
    assertEquals(error.name, "AbortError");
    assertEquals(list(folder), ["file.part"]);
  }));

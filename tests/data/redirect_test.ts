import { assertEquals, assertRejects } from "@std/assert";
import { download } from "../../core/data/download.ts";
import { UserError } from "../../dsl/errors.ts";
import { withFolder } from "../cli/convlab.ts";

Deno.test("download() does not follow a redirection from https to http", () =>
  withFolder(async (folder) => {
    const asked: string[] = [];
    const { fetch } = globalThis;
    globalThis.fetch = (address) => {
      asked.push(String(address));
      const headers = { location: "http://127.0.0.1/a.gz" };
      return Promise.resolve(new Response(null, { status: 302, headers }));
    };
    try {
      const file = { address: "https://127.0.0.1/a.gz", bytes: 3, sha256: "" };
      await assertRejects(() => download(file, `${folder}/a.gz`), UserError, "http:");
    } finally {
      globalThis.fetch = fetch;
    }
    assertEquals(asked, ["https://127.0.0.1/a.gz"]);
    assertEquals((await Array.fromAsync(Deno.readDir(folder))).length, 0);
  }));

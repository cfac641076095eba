import { assertEquals, assertRejects } from "@std/assert";
import { writeFileAtomic } from "../../core/base/files.ts";
import { fromFileUrl } from "../../core/base/paths.ts";
import { list, withFolder } from "../data/server.ts";

Deno.test("writeFileAtomic() creates the folder and replaces a file", () =>
  withFolder(async (folder) => {
    const path = `${folder}/a/b/file`;
    await writeFileAtomic(path, "한 줄");
    assertEquals(await Deno.readTextFile(path), "한 줄");
    await writeFileAtomic(path, Uint8Array.of(1, 2));
    assertEquals([...await Deno.readFile(path)], [1, 2]);
    assertEquals(list(`${folder}/a/b`), ["file"]);
  }));

Deno.test("writeFileAtomic() leaves the old file to whoever is reading it", () =>
  withFolder(async (folder) => {
    await writeFileAtomic(`${folder}/file`, "old");
    using reading = await Deno.open(`${folder}/file`);
    await writeFileAtomic(`${folder}/file`, "new");
    const bytes = new Uint8Array(10);
    const count = await reading.read(bytes);
    assertEquals(new TextDecoder().decode(bytes.subarray(0, count ?? 0)), "old");
  }));

Deno.test("writeFileAtomic() removes its temporary file when it fails", () =>
  withFolder(async (folder) => {
    await Deno.mkdir(`${folder}/file/below`, { recursive: true });
    await assertRejects(() => writeFileAtomic(`${folder}/file`, "text"));
    assertEquals(list(folder), ["file"]);
  }));

Deno.test("fromFileUrl() gives a path with the characters that an address encodes", () => {
  const url = new URL("a%20b/%ED%95%9C.txt", import.meta.url);
  assertEquals(fromFileUrl(url).split("/").slice(-2), ["a b", "한.txt"]);
});

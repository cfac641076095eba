import { assertEquals, assertRejects } from "@std/assert";
import { removeAbandoned, writeFileAtomic } from "../../core/base/files.ts";
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

Deno.test("writeFileAtomic() does not replace a device", async () => {
  if (Deno.build.os === "windows") {
    return console.log("Skipped, devices: Windows has no files for them");
  }
  await assertRejects(() => writeFileAtomic("/dev/null", "text"), Error, "it is a device");
  assertEquals((await Deno.stat("/dev/null")).isCharDevice, true);
});

Deno.test("removeAbandoned() removes only temporary files of ours that are older than a day", () =>
  withFolder(async (folder) => {
    const id = "0b55b2a1-3f0a-4f5c-9d53-0a6d5b8f6c11";
    const [mine, below] = [`${folder}/lab.html.${id}.tmp`, `${folder}/a/b/x.json.${id}.tmp`];
    const others = [`${folder}/lab.html.tmp`, `${folder}/${id}.tmp.html`, `${folder}/a.${id}.TMP`];
    await Deno.mkdir(`${folder}/a/b`, { recursive: true });
    for (const path of [mine, below, ...others]) await Deno.writeTextFile(path, "");
    await removeAbandoned(folder, { depth: 2 });
    assertEquals((await Deno.stat(mine)).isFile, true);
    const now = Date.now() + 25 * 60 * 60 * 1000;
    await removeAbandoned(folder, { depth: 1, now });
    assertEquals((await Deno.stat(below)).isFile, true);
    await removeAbandoned(folder, { depth: 2, now });
    for (const path of [mine, below]) {
      await assertRejects(() => Deno.stat(path), Deno.errors.NotFound);
    }
    for (const path of others) assertEquals((await Deno.stat(path)).isFile, true);
    await removeAbandoned(`${folder}/nowhere`);
  }));

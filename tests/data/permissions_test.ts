import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { loadDataset } from "../../core/data/dataset.ts";
import { download } from "../../core/data/download.ts";
import { decodeImage } from "../../core/data/image.ts";
import { defaultCacheDir, fromProject } from "../../core/data/paths.ts";
import { encodePng } from "../../core/base/png.ts";
import { UserError } from "../../dsl/errors.ts";
import { jpegGrey } from "./pillow_images.ts";
import { withFolder } from "./server.ts";

const NO_PERMISSION =
  "Deno has no permission for it. Start it with the permissions in the lab's header.";

Deno.test({
  name: "decodeImage() refuses to read a JPEG without the permission",
  permissions: { read: true, env: false },
  async fn() {
    const error = await assertRejects(() => decodeImage(jpegGrey(), "x.jpg"), UserError);
    assertEquals(error.message, `Cannot read the image x.jpg: ${NO_PERMISSION}`);
  },
});

Deno.test({
  name: "decodeImage() reads a PNG without any permission",
  permissions: "none",
  async fn() {
    assertEquals((await decodeImage(encodePng(1, 1, 1, Uint8Array.of(7)), "x.png")).data[0], 7);
  },
});

Deno.test({
  name: "loadDataset() refuses to read without the permission",
  permissions: { read: false },
  async fn() {
    const error = await assertRejects(() => loadDataset("fashion-mnist"), UserError);
    assertMatch(
      error.message,
      /^Cannot read .*\/weights\/data\/fashion-mnist\/.*\.gz: Deno has no permission/,
    );
    assertEquals(error.message.endsWith(NO_PERMISSION), true);
  },
});

Deno.test({
  name: "download() refuses to connect without the permission",
  permissions: { net: false, read: true, write: true },
  async fn() {
    const file = { address: "http://127.0.0.1:8000/x", bytes: 1, sha256: "0".repeat(64) };
    await withFolder(async (folder) => {
      const { message } = await assertRejects(() => download(file, `${folder}/x`), UserError);
      assertEquals(
        message,
        "Cannot download http://127.0.0.1:8000/x: Deno has no permission to connect to 127.0.0.1:8000. " +
          "Try again, or give the file with --data DIR.",
      );
    });
  },
});

Deno.test({
  name: "defaultCacheDir() is in the project when the environment may not be read",
  permissions: { env: false },
  fn: () => assertMatch(defaultCacheDir(), /\/\.convlab\/cache$/),
});

Deno.test("defaultCacheDir() is $CONVLAB_CACHE where that is set", () => {
  const before = Deno.env.get("CONVLAB_CACHE");
  Deno.env.set("CONVLAB_CACHE", "/elsewhere");
  try {
    assertEquals(defaultCacheDir(), "/elsewhere");
  } finally {
    if (before === undefined) Deno.env.delete("CONVLAB_CACHE");
    else Deno.env.set("CONVLAB_CACHE", before);
  }
});

Deno.test("fromProject() removes the path of the project's folder", () => {
  assertEquals(fromProject(`${Deno.cwd()}/.convlab/cache/x`), ".convlab/cache/x");
  assertEquals(fromProject("/elsewhere/x"), "/elsewhere/x");
});

import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { loadDataset } from "../../core/data/dataset.ts";
import { decodeImage } from "../../core/data/image.ts";
import { defaultCacheDir, fromProject } from "../../core/data/paths.ts";
import { encodePng } from "../../core/base/png.ts";
import { UserError } from "../../dsl/errors.ts";

const NOT_ALLOWED = "Deno was not allowed to, start it with the permissions in the lab's header.";

Deno.test({
  name: "decodeImage() says that a permission is missing",
  permissions: { read: true, env: false },
  async fn() {
    const png = encodePng(1, 1, 1, new Uint8Array(1));
    const error = await assertRejects(() => decodeImage(png, "x.png"), UserError);
    assertEquals(error.message, `Cannot read the image x.png: ${NOT_ALLOWED}`);
  },
});

Deno.test({
  name: "loadDataset() says that a permission is missing",
  permissions: { read: false },
  async fn() {
    const error = await assertRejects(() => loadDataset("fashion-mnist"), UserError);
    assertMatch(
      error.message,
      /^Cannot read .*\/weights\/data\/fashion-mnist\/.*\.gz: Deno was not/,
    );
    assertEquals(error.message.endsWith(NOT_ALLOWED), true);
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

Deno.test("fromProject() leaves out where the project lies", () => {
  assertEquals(fromProject(`${Deno.cwd()}/.convlab/cache/x`), ".convlab/cache/x");
  assertEquals(fromProject("/elsewhere/x"), "/elsewhere/x");
});

import { assertEquals } from "@std/assert";
import { sha256, sha256Stream } from "../../core/base/hash.ts";

Deno.test("sha256() of nothing is FIPS 180-4's e3b0c442…", () => {
  assertEquals(
    sha256(new Uint8Array()),
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  );
});

Deno.test("sha256Stream() gives for parts what sha256() gives for the whole", () => {
  const bytes = new TextEncoder().encode("abcdef");
  const stream = sha256Stream().update(bytes.subarray(0, 1)).update(bytes.subarray(1));
  assertEquals(stream.digest("hex"), sha256(bytes));
});

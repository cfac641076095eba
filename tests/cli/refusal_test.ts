import { assertEquals, assertMatch } from "@std/assert";
import { root } from "./convlab.ts";

Deno.test("a lab without a permission says which, in one sentence, and leaves nothing behind", async () => {
  const lab = "labs/08_cnn_architecture.ts";
  const { code, stderr } = await new Deno.Command("deno", {
    args: ["run", "--no-prompt", "--allow-read=.", "--allow-env", lab, "--out", "refused"],
    cwd: root,
    stdin: "null",
  }).output();
  assertEquals(code, 2);
  assertMatch(
    new TextDecoder().decode(stderr),
    /^Cannot go on: expected write access to "[^"]*refused[^"]*", found the permission refused; start the lab with the permissions in its header, or with deno task lab\.$/m,
  );
  assertEquals(await Deno.stat(`${root}/refused`).catch(() => "nothing"), "nothing");
});

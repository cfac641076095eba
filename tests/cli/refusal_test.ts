import { assertEquals, assertMatch } from "@std/assert";
import { runLab, uncovered } from "../labs/labs.ts";
import { root, withFolder } from "./convlab.ts";

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

Deno.test("a lab requests no access that its header does not give: Deno would ask in a terminal", () =>
  withFolder(async (folder) => {
    const [lab, audit] = ["08_cnn_architecture", `${folder}/audit`];
    const { code, said } = await runLab(lab, `${folder}/reports`, ["--engine", "webgpu"], audit);
    assertEquals(code, 0, said);
    assertEquals(await uncovered(lab, `${folder}/reports`, audit), []);
  }));

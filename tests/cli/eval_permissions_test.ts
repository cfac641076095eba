import { assertEquals } from "@std/assert";
import { encodeSafetensors } from "../../core/weights/safetensors.ts";
import { evalPermissions } from "../../tools/cli/eval_command.ts";
import { root, withFolder } from "./convlab.ts";

const PIPELINE = '{"convlab":1,"steps":[{"step":"input","shape":[2]},{"step":"flatten"}]}';

Deno.test("evalPermissions() names the files that eval is given, and the folder that it writes", () => {
  const files = { pipeline: "/a/p.json", input: "/b/x.safetensors", output: "/c/y.safetensors" };
  assertEquals(evalPermissions(files).slice(1, 3), [
    `--allow-read=${root},/a/p.json,/b/x.safetensors,/c,/sys/devices/system/cpu`,
    "--allow-write=/c",
  ]);
  assertEquals(
    evalPermissions({ ...files, weights: "/d/model.json", cache: "/e" })[1],
    [
      `--allow-read=${root},/a/p.json,/b/x.safetensors,/d/model.json,/d,/c,/e`,
      "/sys/devices/system/cpu",
    ].join(","),
  );
  // A list has no way to write a comma.
  assertEquals(evalPermissions({ ...files, output: "/c,d/y" }).slice(1, 3), [
    "--allow-read",
    "--allow-write",
  ]);
});

Deno.test("deno task eval computes with permissions for its own files only", () =>
  withFolder(async (folder) => {
    const x = { shape: [1, 2], data: Float32Array.of(-1, 1) };
    await Deno.writeTextFile(`${folder}/p.json`, PIPELINE);
    await Deno.writeFile(`${folder}/x.safetensors`, encodeSafetensors({ x }));
    const run = async (...more: string[]) => {
      const given = ["p.json", "--input", "x.safetensors", "--output", "out/y.safetensors"];
      const { code, stderr } = await new Deno.Command("deno", {
        args: ["task", "--quiet", "--cwd", root, "eval", ...given, ...more],
        ...{ cwd: folder, env: { NO_COLOR: "1", INIT_CWD: folder }, stdin: "null" },
      }).output();
      return { code, stderr: new TextDecoder().decode(stderr) };
    };
    assertEquals(await run("--engine", "loops"), { code: 0, stderr: "" });
    assertEquals((await Deno.stat(`${folder}/out/y.safetensors`)).isFile, true);
    assertEquals(await run("--weights", "w.safetensors"), {
      code: 2,
      stderr: `Cannot read ${folder}/w.safetensors: there is no such file. Check the path.\n`,
    });
  }));

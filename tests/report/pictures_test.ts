import { assert, assertEquals } from "@std/assert";
import { PictureCache, Pictures } from "../../core/report/mod.ts";
import { DRAWING } from "../../core/report/static/picture_key.ts";
import { renderStatic } from "../../core/report/static/render.ts";
import { imports } from "../../tools/check/imports.ts";
import { root, withFolder } from "../cli/convlab.ts";
import { sampleFigures } from "./sample_figures.ts";

const figures = sampleFigures().map((figure, i) => ({ ...figure, id: `그림-${i + 1}` }));
const [first, second] = figures;
assert(first && second);
const wrong = { ...first, id: "wrong", traces: [{ type: "scatter", y: [1], lines: "none" }] };

const svgs = (pictures: ReadonlyMap<string, { readonly svg: string }>) =>
  [...pictures].map(([id, { svg }]) => [id, svg]);

/** Draws with new `Pictures`, as another run would, and closes them. */
async function drawn(cache: PictureCache | undefined, asked = figures, program?: URL) {
  const pictures = new Pictures(cache, ...program ? [program] : []);
  try {
    return await pictures.draw(asked);
  } finally {
    await pictures.close();
  }
}

const files = async (folder: string) =>
  (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => `${folder}/${name}`).sort();

Deno.test("Pictures.draw() gives renderStatic()'s pictures, from the worker and from the cache", () =>
  withFolder(async (folder) => {
    const expected = svgs(await renderStatic(figures));
    const cache = PictureCache.at(folder);
    // The worker has drawn one figure before the others, which are the same all the same.
    const pictures = new Pictures(cache);
    pictures.begin(figures.at(-1)!);
    await pictures.idle();
    assertEquals(svgs(await pictures.draw(figures)), expected);
    await pictures.close();
    assertEquals((await files(folder)).length, figures.length);
    const kept = await drawn(cache);
    assertEquals(svgs(kept), expected);
    assert([...kept.values()].every(({ milliseconds }) => milliseconds === 0));
  }));

Deno.test("Pictures.draw() gives the picture of one figure under two ids", async () => {
  const again = { ...first, id: "again" };
  assertEquals(
    svgs(await drawn(undefined, [first, again])),
    svgs(await renderStatic([first, again])),
  );
});

Deno.test("Pictures.draw() draws a damaged picture anew, and keeps it", () =>
  withFolder(async (folder) => {
    const cache = PictureCache.at(folder);
    const expected = svgs(await drawn(cache, [first]));
    const [path = ""] = await files(folder);
    const whole = await Deno.readTextFile(path);
    for (const damaged of ["", whole.slice(0, -1), whole.replace("<svg", "<svG")]) {
      await Deno.writeTextFile(path, damaged);
      assertEquals(svgs(await drawn(cache, [first])), expected);
      assertEquals(await Deno.readTextFile(path), whole);
    }
  }));

Deno.test("Pictures.draw() says what renderStatic() says of a figure that cannot be drawn", () =>
  withFolder(async (folder) => {
    const unwritable = {
      ...first,
      id: "unwritable",
      traces: [{ type: "scatter", y: 1n as never }],
    };
    const asked = [wrong, unwritable, second];
    const problems = async (pictures: ReturnType<typeof drawn>) =>
      [...await pictures].map(([id, { problem }]) => [id, problem]);
    const expected = await problems(renderStatic(asked));
    assertEquals(expected.map(([, problem]) => problem !== undefined), [true, true, false]);
    assertEquals(await problems(drawn(PictureCache.at(folder), asked)), expected);
    assertEquals((await files(folder)).length, 1);
  }));

Deno.test("Pictures.draw() draws by itself where the worker ends", async () => {
  const program = new URL("./ending_worker.ts", import.meta.url);
  assertEquals(
    svgs(await drawn(undefined, [first, second], program)),
    svgs(await renderStatic([first, second])),
  );
});

Deno.test("Pictures do not keep a program alive that nobody waits for", async () => {
  const program = `
    import { Pictures } from ${JSON.stringify(import.meta.resolve("../../core/report/mod.ts"))};
    import { sampleFigures } from ${JSON.stringify(import.meta.resolve("./sample_figures.ts"))};
    const pictures = new Pictures();
    pictures.begin(sampleFigures()[0]);
    addEventListener("unload", () => console.log("over"));`;
  const child = new Deno.Command("deno", {
    args: ["run", "--quiet", "--ext=ts", "--allow-read", "-"],
    cwd: root,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    signal: AbortSignal.timeout(60_000),
  }).spawn();
  await new Blob([program]).stream().pipeTo(child.stdin);
  const { code, stdout, stderr } = await child.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  assertEquals([code, text(stdout), text(stderr)], [0, "over\n", ""]);
});

Deno.test("PictureCache.sweep() removes pictures that are old or too many, and nothing else", () =>
  withFolder(async (folder) => {
    const cache = new PictureCache(folder);
    const day = 24 * 3_600_000;
    const now = Date.now();
    const key = (digit: string) => digit.repeat(64);
    for (const [digit, days] of [["a", 15], ["b", 13], ["c", 2], ["d", 1]] as const) {
      await cache.write(key(digit), "<svg/>");
      await Deno.utime(`${folder}/${key(digit)}.svg`, 0, (now - days * day) / 1000);
    }
    await Deno.writeTextFile(`${folder}/mine.svg`, "");
    // A picture that is used is young again.
    assertEquals(cache.read(key("b")), "<svg/>");
    await cache.sweep({ now, most: 2 });
    assertEquals(
      (await files(folder)).map((path) => path.slice(folder.length + 1)),
      [`${key("b")}.svg`, `${key("d")}.svg`, "mine.svg"],
    );
  }));

Deno.test("PictureCache.write() does nothing where the folder cannot be written", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/file`, "");
    const cache = new PictureCache(`${folder}/file/pictures`);
    await cache.write("a".repeat(64), "<svg/>");
    assertEquals([cache.empty, cache.read("a".repeat(64))], [true, undefined]);
    assertEquals(svgs(await drawn(cache, [first])), svgs(await renderStatic([first])));
  }));

Deno.test("DRAWING lists every module that decides about a picture", async () => {
  const all = await imports(root, ["core/report/", "core/base/", "dsl/"]);
  const reached = new Set(["core/report/static/render.ts"]);
  for (const file of reached) {
    for (const each of all) {
      if (each.file === file && each.module === "file") reached.add(each.target);
    }
  }
  assertEquals([...DRAWING].sort(), [...reached].sort());
});

/** Damaged files: 500 here, more by `deno task test:fuzz --files 10000`. */
import { assertEquals } from "@std/assert";
import { formats } from "./formats.ts";
import { fuzz } from "./fuzz.ts";

const FILES = 500;
const names = Object.keys(formats);

for (const name of names) {
  Deno.test(`reading ${name} gives a value if the file is not damaged`, async () => {
    const folder = await Deno.makeTempDir();
    for (const files of await formats[name]!.seeds()) {
      for (const [name, bytes] of Object.entries(files)) {
        await Deno.writeFile(`${folder}/${name}`, bytes);
      }
      await formats[name]!.read(folder, files);
    }
    await Deno.remove(folder, { recursive: true });
  });

  Deno.test(`reading ${name} ends with a sentence or a value, however damaged the file is`, async () => {
    const { files, refused, read, problems } = await fuzz(name, 1, Math.ceil(FILES / names.length));
    assertEquals(problems, []);
    assertEquals(refused + read, files);
  });
}

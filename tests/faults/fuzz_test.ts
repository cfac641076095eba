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

/** Files that once crashed, hung, or were refused with more than a line. */
const ONCE = [
  { format: ".h5", seed: 7, file: 1, what: "in which the HDF5 library never returns" },
  { format: "pipeline JSON", seed: 1, file: 76, what: "with control characters in a field's name" },
  { format: "report JSON", seed: 1, file: 61, what: "without a text that the index shows" },
] as const;

for (const { format, seed, file, what } of ONCE) {
  Deno.test(`reading ${format} ends within its limits for a file ${what}`, async () => {
    const { refused, problems } = await fuzz(format, seed, 1, file);
    assertEquals([refused, problems], [1, []]);
  });
}

import { assertEquals } from "@std/assert";
import { readImage } from "../../core/data/image.ts";
import { grayscale, input, pipeline, resize, toRgb } from "../../dsl/mod.ts";
import { forward } from "../dsl/forward.ts";

Deno.test("readImage(), toRgb() and grayscale() bring a folder of grey, colour and alpha to one shape", async () => {
  const folder = new URL("../cases/pictures/", import.meta.url);
  const kinds = new Map<number, number>();
  for (const name of ["고양이", "개, 큰"]) {
    const at = new URL(`${encodeURIComponent(name)}/`, folder);
    for await (const file of Deno.readDir(at)) {
      if (!/\.(png|jpg)$/.test(file.name)) continue; // a .DS_Store, as in every folder of a Mac
      const { height, width, channels, data } = await readImage(new URL(file.name, at));
      kinds.set(channels, (kinds.get(channels) ?? 0) + 1);
      const from = input(height, width, channels);
      const rgb = forward(pipeline(from, toRgb(), resize(8, 8)), [...data]);
      assertEquals(rgb.shape, [1, 8, 8, 3]);
      assertEquals(rgb.data.every((value) => value >= 0 && value <= 255.001), true);
      assertEquals(forward(pipeline(from, grayscale()), [...data]).shape, [1, height, width, 1]);
    }
  }
  assertEquals([...kinds].sort(), [[1, 2], [2, 2], [3, 6], [4, 2]]);
});

/**
 * The book's photographs through numpy's convolutions and scikit-image's resize
 * (tests/golden/images.safetensors). The photographs carry no licence and are not in the project:
 * `CONVLAB_PHOTOGRAPHS=DIR` names their folder; without it these tests print that they did not run.
 */
import { assert, assertEquals } from "@std/assert";
import { photograph } from "../../core/data/photographs.ts";
import { openEngine } from "../../core/engine/open.ts";
import { Model } from "../../core/model/model.ts";
import { decodeSafetensors } from "../../core/weights/safetensors.ts";
import type { Tensor } from "../../core/graph/tensor.ts";
import {
  box,
  channel,
  filter,
  image,
  laplacian,
  normalize,
  pipeline,
  resize,
  type Steps,
} from "../../dsl/mod.ts";

const dataDir = Deno.env.get("CONVLAB_PHOTOGRAPHS");
const file = new URL("../golden/images.safetensors", import.meta.url);
const golden = decodeSafetensors(await Deno.readFile(file), "images.safetensors").tensors;

const diagonal = [[1, 0, 1], [0, -4, 0], [1, 0, 1]];
const grey = (name: string) => [image(name), channel(0), normalize()];
const convolutions: Record<string, Steps> = {
  "david/box3": pipeline(...grey("david.png"), filter(box(3))),
  "david/laplacian4": pipeline(...grey("david.png"), filter(laplacian())),
  "david/laplacian-diagonal": pipeline(...grey("david.png"), filter(diagonal)),
  "book/box3/rows0-39": pipeline(image("book.png"), normalize(), filter(box(3))),
};
const resizes: Record<string, Steps> = {
  "david/resize75": pipeline(...grey("david.png"), resize(75, 75)),
  "faces-img04/resize75": pipeline(image("faces/img04.jpg"), normalize(), resize(75, 75)),
};

async function compute(steps: Steps, engine: string): Promise<Tensor> {
  const name = (steps.steps[0] as unknown as { file: string }).file;
  const { image: { height, width, channels, data } } = await photograph(name, {
    dataDir: dataDir!,
  });
  const shape = [height, width, channels];
  const model = new Model(steps, await openEngine(engine), {}, { shape, classes: 0 });
  const result = await model.predict({ shape: [1, ...shape], data: Float32Array.from(data) });
  await model.close();
  return result;
}

async function differences(name: string, steps: Steps, engine: string) {
  const expected = golden[name]!;
  const { data } = await compute(steps, engine);
  const off = expected.data.map((v, i) => Math.abs(v - data[i]!));
  return {
    largest: off.reduce((a, b) => Math.max(a, b)),
    mean: off.reduce((a, b) => a + b) / off.length,
  };
}

for (const engine of ["loops", "cpu", "wasm", "simd", "native"]) {
  Deno.test(`${engine} convolves and resizes the book's photographs as numpy and scikit-image`, async () => {
    if (!dataDir) {
      console.log("Not run: set CONVLAB_PHOTOGRAPHS to a folder with the book's photographs.");
      return;
    }
    for (const [name, steps] of Object.entries(convolutions)) {
      const { largest } = await differences(name, steps, engine);
      assert(largest <= 1e-5, `${name} is off by ${largest}`);
    }
    for (const [name, steps] of Object.entries(resizes)) {
      const { largest, mean } = await differences(name, steps, engine);
      assert(largest <= 2 / 255, `${name} is off by ${largest * 255}/255 somewhere`);
      assert(mean <= 0.5 / 255, `${name} is off by ${mean * 255}/255 on average`);
    }
  });
}

Deno.test("images.safetensors holds what these tests compare with", () => {
  assertEquals(Object.keys(golden).sort(), Object.keys({ ...convolutions, ...resizes }).sort());
});

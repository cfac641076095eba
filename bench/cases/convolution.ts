/** Lab 4's convolution: a 3×3 filter over one channel of a photograph as large as the book's. */
import { Model } from "../../core/model.ts";
import { random } from "../../core/random.ts";
import { filter, input, laplacian, pipeline } from "../../dsl/mod.ts";
import type { Case } from "../case.ts";

const [HEIGHT, WIDTH] = [533, 800];

const convolution: Case = {
  name: "convolution",
  unit: `an image of ${HEIGHT}x${WIDTH}`,
  prepare(engine) {
    const edges = pipeline(input(HEIGHT, WIDTH, 1), filter(laplacian()));
    const model = new Model(edges, engine, {});
    const data = Float32Array.from({ length: HEIGHT * WIDTH }, random(0).uniform);
    const x = { shape: [1, HEIGHT, WIDTH, 1], data };
    return { once: () => model.predict(x), close: () => model.close() };
  },
};

export default convolution;

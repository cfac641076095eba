import { assertEquals, assertThrows } from "@std/assert";
import { splitChannels } from "../../core/lab/tensors/channels.ts";
import { UserError } from "../../dsl/errors.ts";

Deno.test("splitChannels() gives each channel as an image of its own", () => {
  const image = { shape: [2, 1, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) };
  assertEquals(splitChannels(image), [
    { shape: [2, 1, 1], data: Float32Array.of(1, 4) },
    { shape: [2, 1, 1], data: Float32Array.of(2, 5) },
    { shape: [2, 1, 1], data: Float32Array.of(3, 6) },
  ]);
});

Deno.test("splitChannels() refuses a batch in one sentence", () => {
  const batch = { shape: [1, 2, 1, 3], data: new Float32Array(6) };
  const { message } = assertThrows(() => splitChannels(batch), UserError);
  assertEquals(
    message,
    "Cannot split the channels: expected one image [height, width, channels], found 1x2x1x3; " +
      "pass a single image, for instance row(batch, 0).",
  );
});

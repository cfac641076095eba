import { assertEquals, assertRejects } from "@std/assert";
import { embeddedWeights, weightsKnownFor } from "../../core/weights/manifest.ts";
import { pretrainedWeights } from "../../core/weights/pretrained.ts";
import { input, pipeline, pretrained, UserError } from "../../dsl/mod.ts";

Deno.test("pretrainedWeights() refuses embedded weights of which one bit has changed", async () => {
  const { embedded } = weightsKnownFor("inception-v3");
  const steps = pipeline(
    input(150, 150, 3),
    pretrained("inception-v3", { until: embedded!.until }),
  );
  const { readFile } = Deno;
  let damaged = 0;
  Deno.readFile = async (path, options) => {
    const bytes = await readFile(path, options);
    if (String(path) !== String(embeddedWeights(embedded!))) return bytes;
    damaged++;
    // The last byte belongs to a weight: the file can be read all the same.
    bytes[bytes.length - 1]! ^= 1;
    return bytes;
  };
  try {
    await assertRejects(() => pretrainedWeights(steps), UserError, "sha256");
  } finally {
    Deno.readFile = readFile;
  }
  assertEquals(damaged, 1);
});

import { assertEquals, assertThrows } from "@std/assert";
import { loopsEngine } from "../../core/engine/loops.ts";
import { LiveNetwork } from "../../core/live/live_network.ts";
import { Model } from "../../core/model/model.ts";
import { decodeCompact, encodeCompact } from "../../core/weights/compact_weights.ts";
import { decodeSafetensors } from "../../core/weights/safetensors.ts";
import { UserError } from "../../dsl/errors.ts";
import { exampleWeights, json, net, picture, pictures } from "./example.ts";

const weights = exampleWeights();
const engine = loopsEngine();
const live = (precision: "int8" | "float32") =>
  new LiveNetwork(engine, { pipeline: json, weights: encodeCompact(weights, precision) });

Deno.test("LiveNetwork.predict() answers as the model does", async () => {
  const model = new Model(net, engine, weights);
  const x = picture(pictures(1), 0);
  assertEquals(await live("float32").predict(x), await model.predictOne(x));
});

Deno.test("LiveNetwork.activations() has every step's output by name, the answer last", async () => {
  const x = picture(pictures(1), 0);
  const network = live("int8");
  const all = await network.activations(x);
  const model = new Model(net, engine, decodeCompact(encodeCompact(weights, "int8"), "example"));
  const { conv2, branches1 } = await model.activations({ shape: [1, ...x.shape], data: x.data });
  assertEquals(all["conv2"], { shape: [6, 6, 6], data: conv2!.data });
  assertEquals(all["branches1"], { shape: [6, 6, 11], data: branches1!.data });
  assertEquals(Object.values(all).at(-1), await network.predict(x));
});

Deno.test("LiveNetwork.file() is a safetensors file that Model.load() reads", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/from_the_page.safetensors`;
    const file = await live("int8").file({ lab: "10" });
    const bytes = new Uint8Array(await file.arrayBuffer());
    await Deno.writeFile(path, bytes);
    assertEquals(decodeSafetensors(bytes, path).metadata, { lab: "10" });
    const model = new Model(net, engine, weights);
    await model.load(path);
    assertEquals(
      await model.weights(),
      decodeCompact(encodeCompact(weights, "int8"), "example"),
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("LiveNetwork refuses weights that are damaged or of another pipeline", () => {
  const bytes = encodeCompact(weights, "int8");
  assertThrows(
    () => new LiveNetwork(engine, { pipeline: json, weights: bytes.subarray(0, 4) }),
    UserError,
    "Cannot read the page's weights: expected at least 8 bytes, found 4. Save or download the file again.",
  );
  const { "dense2/bias": _, ...others } = weights;
  assertThrows(
    () => new LiveNetwork(engine, { pipeline: json, weights: encodeCompact(others, "int8") }),
    UserError,
    "Cannot use the weights: expected dense2/bias of shape 10, found no such weight. " +
      "Give all weights of the pipeline.",
  );
});

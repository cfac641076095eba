/** Another Deno project imports the machine and the language with one entry in its import map. */
import { assert, assertEquals } from "@std/assert";

const here = new URL("../../", import.meta.url).href;

const program = `
import { fit, initialWeights, Model, openEngine, seededRandom } from "convlab/core/mod.ts";
import { adam, conv, dense, flatten, input, pipeline, pool, train } from "convlab/dsl/mod.ts";

const classify = pipeline(
  input(8, 8, 1, { classes: 2 }), conv(4, { kernel: 3, activation: "relu" }), pool(2), flatten(),
  dense(2, "softmax"), train({ epochs: 5, batchSize: 8, optimizer: adam() }),
);
// Bright pictures are of class 1, dark ones of class 0: five steps, one an epoch.
const count = 8;
const pairs = {
  x: { shape: [count, 8, 8, 1], data: new Float32Array(count * 64).map((_, i) => Math.floor(i / 64) % 2) },
  y: { shape: [count], data: new Float32Array(count).map((_, i) => i % 2) },
};
const engine = await openEngine(Deno.args[0]);
const random = seededRandom(0);
const model = new Model(classify, engine, initialWeights(classify, random.fork("weights")));
const { history } = await fit(model, pairs, { random });
console.log(JSON.stringify({ engine: engine.name, losses: history.loss }));
await model.close();
`;

for (const engine of ["loops", "wasm", "simd", "native"]) {
  Deno.test(`core/mod.ts can be imported by another project: five steps on ${engine}`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      const map = { imports: { "convlab/": here } };
      await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify(map));
      await Deno.writeTextFile(`${folder}/main.ts`, program);
      // A user's machine would ask the registry which versions there are; the test asks nobody.
      const { workspace: _, ...lock } = JSON.parse(
        await Deno.readTextFile(new URL("deno.lock", here)),
      );
      await Deno.writeTextFile(`${folder}/deno.lock`, JSON.stringify(lock));
      const { success, stdout, stderr } = await new Deno.Command("deno", {
        args: [
          "run",
          "--cached-only",
          "--allow-read",
          "--allow-ffi",
          "main.ts",
          engine,
        ],
        cwd: folder,
        env: { NO_COLOR: "1" },
      }).output();
      const [text, problems] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
      assert(success, problems);
      const { engine: name, losses } = JSON.parse(text!);
      assertEquals([name, losses.length], [engine, 5]);
      assertEquals(losses.toSorted((a: number, b: number) => b - a), losses);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

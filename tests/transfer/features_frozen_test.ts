/** For many examples a base is compiled as frozen. The engine here notes what it is asked for. */
import { assertEquals } from "@std/assert";
import type { Engine } from "../../core/engine/engine.ts";
import { loopsEngine } from "../../core/engine/loops.ts";
import { multiplications } from "../../core/model/cost.ts";
import { sizeOf } from "../../core/graph/tensor.ts";
import { features } from "../../core/transfer/features.ts";
import { initialWeights } from "../../core/weights/initial_weights.ts";
import { seededRandom } from "../../core/base/random.ts";
import { conv, globalPool, input, pipeline } from "../../dsl/mod.ts";
import { withFolder } from "../data/server.ts";

const base = pipeline(input(64, 64, 3), conv(256, { kernel: 7, padding: "same" }), globalPool());
const weights = initialWeights(base, seededRandom(1));

Deno.test("features() compiles the base as frozen, once and for whole batches, if that pays", () =>
  withFolder(async (cacheDir) => {
    const compiled: string[] = [];
    let runs = 0;
    const engine: Engine = {
      ...loopsEngine(),
      compile({ inputs: [image], outputs }, options) {
        compiled.push(`${options?.frozen ? "frozen" : "plain"} ${image!.shape[0]}`);
        const run = () => {
          runs++;
          return Promise.resolve(Object.fromEntries(
            [...outputs].map(([name, { shape }]) => [name, new Float32Array(sizeOf(shape))]),
          ));
        };
        return Promise.resolve({ run, close() {} });
      },
    };
    const compute = async (count: number) => {
      const data = new Uint8Array(count * 64 * 64 * 3);
      for (let i = 0; i < count; i++) data[i * 64 * 64 * 3] = i;
      return await features(base, { shape: [count, 64, 64, 3], data }, {
        engine,
        weights,
        cacheDir,
      });
    };
    const many = Math.ceil(1.5e10 / multiplications(base));
    const first = await compute(many);
    assertEquals([compiled, runs], [["frozen 32"], Math.ceil(many / 32)]);
    assertEquals([first.computed, first.features.shape[0]], [many, many]);
    // One example less does not pay. The cache keeps the two apart, since their last bits differ.
    const fewer = await compute(many - 1);
    assertEquals(fewer.computed, many - 1);
    assertEquals(compiled.slice(1), ["plain 32", `plain ${(many - 1) % 32}`]);
    assertEquals((await compute(many)).computed, 0);
  }));

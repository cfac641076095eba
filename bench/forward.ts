/** A case for pipelines that are not trained: the output for a batch of random images. */
import type { CompileOptions } from "../core/engine/engine.ts";
import { Model } from "../core/model/model.ts";
import { seededRandom } from "../core/base/random.ts";
import { initialWeights } from "../core/weights/initial_weights.ts";
import { fill } from "../dsl/initializers.ts";
import { inferShapes, type Steps } from "../dsl/mod.ts";
import type { Case } from "./case.ts";

/** The case of one pipeline on `batch` images. */
export const forwardCase = (
  name: string,
  pipeline: Steps,
  batch: number,
  without: readonly string[] = [],
  options: CompileOptions = {},
): Case => {
  const { shape } = inferShapes(pipeline)[0]!;
  return {
    name,
    unit: `${batch === 1 ? "an image" : `${batch} images`} of ${shape.join("x")}`,
    without,
    prepare(engine) {
      const stream = seededRandom(0);
      const model = new Model(pipeline, engine, initialWeights(pipeline, stream.fork("weights")));
      const x = { shape: [batch, ...shape], data: fill([batch, ...shape], stream.uniform) };
      return { once: async () => void await model.predict(x, options), close: () => model.close() };
    },
  };
};

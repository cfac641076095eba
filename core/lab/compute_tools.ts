/** A lab's tools that read data and compute with pipelines, without training. */
import { UserError } from "../base/errors.ts";
import { inferShapes } from "../../dsl/pipeline.ts";
import { rule } from "../../dsl/step.ts";
import { seededRandom } from "../base/random.ts";
import { type Dataset, loadDataset } from "../data/dataset.ts";
import { openImage } from "../data/open_image.ts";
import { Model } from "../model/model.ts";
import { startingWeights } from "../weights/starting_weights.ts";
import type { LabSession } from "./session.ts";
import type { Lab, LeastData } from "./tools.ts";

/** The tools that give photographs, data sets, models and what these compute. */
export type ComputeTools = Pick<
  Lab,
  "engine" | "photograph" | "dataset" | "model" | "prepare" | "compute"
>;

/** Makes the tools that compute on a session's engine; its record lists the data they use. */
export function computeTools(session: LabSession): ComputeTools {
  const { options, data, record, engine } = session;

  const model: Lab["model"] = async (pipeline, { seed = options.seed, weights, source } = {}) => {
    const random = seededRandom(seed);
    const opened = await engine();
    return new Model(
      pipeline,
      opened,
      weights ??
        record.used(await startingWeights(pipeline, random.fork("weights"), data, source)),
      source,
      random.fork("draws"),
    );
  };

  const photograph: Lab["photograph"] = async (name) => {
    const found = await openImage(name, data);
    record.data([found.provenance]);
    return found;
  };

  const prepare: Lab["prepare"] = async (pipeline, x) => {
    const source = pipeline.steps[0]?.[rule].source;
    if (source && "image" in source) {
      const { image } = await photograph(source.image);
      const shape = [image.height, image.width, image.channels];
      const made = await model(pipeline, { source: { shape, classes: 0 } });
      return () => made.predictOne({ shape, data: Float32Array.from(image.data) });
    }
    if (!x) {
      throw new UserError(
        "Cannot compute the pipeline: it begins with input(…), expected a tensor x, found none; " +
          "pass x as the second argument.",
      );
    }
    const made = await model(pipeline);
    const batched = x.shape.length > inferShapes(pipeline)[0]!.shape.length;
    return () => batched ? made.predict(x) : made.predictOne(x);
  };

  return {
    engine,
    photograph,
    model,
    // What a lab prepares, it may measure.
    prepare: async (pipeline, x) => {
      await session.quiet();
      return prepare(pipeline, x);
    },
    compute: async (pipeline, x) => (await prepare(pipeline, x))(),
    async dataset(name, least = {}) {
      const set = await loadDataset(name, { ...data, subset: !options.full });
      requireEnough(set, least, data.dataDir);
      record.data(set.provenance);
      return set;
    },
  };
}

/** Refuses data of the user's that is too little for a lab. */
function requireEnough(
  { train, test, classes }: Dataset,
  { train: fewest = 1, test: fewestTested = 1, tested = [] }: LeastData,
  dataDir = "",
): void {
  const refuse = (expected: string, found: string): never => {
    throw new UserError(
      `Cannot run this lab on --data ${dataDir}: expected ${expected}, found ${found}. ` +
        "Give more images, or leave --data out.",
    );
  };
  if (train.count < fewest) refuse(`at least ${fewest} training images`, `${train.count}`);
  if (test.count < fewestTested) refuse(`at least ${fewestTested} test images`, `${test.count}`);
  const missing = tested.find((label) => !test.labels.includes(label));
  if (missing !== undefined) {
    refuse(`a test image of class ${missing} (${classes[missing]})`, "none");
  }
}

/** Cases of an epoch of the chapter's network, as in a lab. */
import { trainingOf } from "../core/training/fit.ts";
import { Model } from "../core/model/model.ts";
import { seededRandom } from "../core/base/random.ts";
import { trainEpochs } from "../core/training/loop.ts";
import { initialWeights } from "../core/weights/initial_weights.ts";
import type { Case } from "./case.ts";
import { chapterCnn } from "./networks.ts";

/** `count` random pictures with labels. */
function pictures(count: number) {
  const { below } = seededRandom(count);
  const x = new Uint8Array(count * 28 * 28);
  for (let i = 0; i < x.length; i++) x[i] = below(256);
  return { count, shape: [28, 28, 1], x, y: Uint8Array.from(Array(count), (_, i) => i % 10) };
}

const thousands = (count: number) => count.toLocaleString("en");

/** The case of an epoch with shuffling, batches, validation and history. */
export const epochCase = (name: string, train: number, validation: number): Case => ({
  name,
  unit: `an epoch of ${thousands(train)} images and ${thousands(validation)} to validate`,
  without: ["cpu", "loops"],
  prepare(engine) {
    const stream = seededRandom(0);
    const weights = initialWeights(chapterCnn, stream.fork("weights"));
    const model = new Model(chapterCnn, engine, weights);
    const examples = { train: pictures(train), validation: pictures(validation) };
    const training = trainingOf(chapterCnn, { epochs: 1 })!;
    return {
      // Compiling is included, which takes a tenth of a second.
      once: async () => {
        const { seconds } = await trainEpochs(model, training, { ...examples, random: stream });
        return { ms: seconds[0]! * 1000 };
      },
      close: () => model.close(),
    };
  },
});

/** What figures of a page compute with. */
import * as kernels from "../../dsl/kernels.ts";
import { fromJSON } from "../../dsl/json.ts";
import * as losses from "../../dsl/losses/mod.ts";
import * as optimizers from "../../dsl/optimizers/mod.ts";
import { inferShapes, layerNodes, weightsOf } from "../../dsl/pipeline.ts";
import { receptiveFields } from "../../dsl/receptive_field.ts";
import * as words from "../../dsl/words.ts";
import { UserError } from "../base/errors.ts";
import { applySteps, filterImage } from "./apply_steps.ts";
import { lazyEngine } from "./page_engine.ts";
import { type EmbeddedNetwork, LiveNetwork } from "./live_network.ts";
import { type EmbeddedTraining, LiveTraining } from "./live_training.ts";

/** The first parameter of a function is the engine, which the page adds. */
type WithoutEngine<F> = F extends (engine: never, ...rest: infer R) => infer V ? (...rest: R) => V
  : never;

/** What the global `convlab` of a page has. */
export interface PageTools {
  /** The language: every word, and the functions that figures ask of a pipeline. */
  readonly words: typeof words;
  readonly kernels: typeof kernels;
  readonly losses: typeof losses;
  readonly optimizers: typeof optimizers;
  readonly fromJSON: typeof fromJSON;
  readonly inferShapes: typeof inferShapes;
  readonly layerNodes: typeof layerNodes;
  readonly weightsOf: typeof weightsOf;
  readonly receptiveFields: typeof receptiveFields;
  /** The class of errors whose sentence a reader may be shown. */
  readonly UserError: typeof UserError;
  /** The name of the page's engine, which it opens: `simd`, or `loops` where WebAssembly is refused. */
  engineName(): string;
  /** Opens a network that the page holds. */
  openNetwork(embedded: EmbeddedNetwork): LiveNetwork;
  /** Prepares a training. */
  openTraining(embedded: EmbeddedTraining): LiveTraining;
  /** Computes what each of some steps gives for an image or a vector. */
  readonly applySteps: WithoutEngine<typeof applySteps>;
  /** Applies the word `filter` to an image. */
  readonly filterImage: WithoutEngine<typeof filterImage>;
  /** The bytes of a text in base64, as a page holds weights and pictures. */
  bytesOf(base64: string): Uint8Array<ArrayBuffer>;
}

/** The tools of one page. Its figures share one engine, which the first that computes opens. */
export function pageTools(): PageTools {
  const engine = lazyEngine();
  return {
    words,
    kernels,
    losses,
    optimizers,
    fromJSON,
    inferShapes,
    layerNodes,
    weightsOf,
    receptiveFields,
    UserError,
    engineName: () => engine().name,
    openNetwork: (embedded) => new LiveNetwork(engine(), embedded),
    openTraining: (embedded) => new LiveTraining(engine(), embedded),
    applySteps: (...rest) => applySteps(engine(), ...rest),
    filterImage: (...rest) => filterImage(engine(), ...rest),
    bytesOf(base64) {
      const text = atob(base64);
      const bytes = new Uint8Array(text.length);
      // Uint8Array.from with a function takes ten times as long.
      for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
      return bytes;
    },
  };
}

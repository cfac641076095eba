/** Every format of files that the program reads: right files, and who reads them. */
import { encodePng } from "../../core/base/png.ts";
import { seededRandom } from "../../core/base/random.ts";
import { mnist } from "../../core/data/mnist.ts";
import { loadOwnData } from "../../core/data/own_data.ts";
import { readIdx } from "../../core/data/idx.ts";
import { readImage } from "../../core/data/image.ts";
import type { ReportJson } from "../../core/report/mod.ts";
import { renderIndex } from "../../core/report/mod.ts";
import { decodeState, encodeState } from "../../core/training/training_state.ts";
import { initialWeights } from "../../core/weights/initial_weights.ts";
import { loadWeights } from "../../core/weights/load_weights.ts";
import { openWeights, readWeightsFile } from "../../core/weights/open_weights.ts";
import { dequantized, encodeQuantized } from "../../core/weights/quantized.ts";
import { decodeSafetensors, encodeSafetensors } from "../../core/weights/safetensors.ts";
import {
  batchNorm,
  conv,
  dense,
  flatten,
  inferShapes,
  input,
  pipeline,
  pool,
  weightsOf,
} from "../../dsl/mod.ts";
import { readPipeline } from "../../tools/cli/eval.ts";
import { readReport } from "../../tools/cli/reports.ts";

type Files = Readonly<Record<string, Uint8Array<ArrayBuffer>>>;

/** A format. */
export interface Format {
  /** Sets of files that are right; one file of a set is damaged at a time. */
  readonly seeds: () => Promise<readonly Files[]>;
  /** Reads the files in a folder to their end; a UserError refuses them. */
  readonly read: (folder: string, files: Files) => Promise<unknown>;
}

const CASES = new URL("../cases/", import.meta.url);
const bytes = (data: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(data);
const text = (value: unknown) => bytes(new TextEncoder().encode(JSON.stringify(value)));
const stored = async (...names: readonly string[]): Promise<Files[]> =>
  await Promise.all(names.map(async (name) => ({
    [name.split("/").at(-1) ?? name]: await Deno.readFile(new URL(name, CASES)),
  })));
const only = (files: Files): string => Object.keys(files)[0] ?? "";

const net = pipeline(
  input(12, 12, 1),
  conv(4, { kernel: 3, padding: "same", activation: "relu" }),
  pool(2),
  batchNorm(),
  conv(3, { kernel: 3 }),
  flatten(),
  dense(5, "softmax"),
);

const image: Format["read"] = (folder, files) => readImage(`${folder}/${only(files)}`);
const weights: Format["read"] = (folder, files) => loadWeights(`${folder}/${only(files)}`, net);
const labelled: Format["read"] = (folder, files) => loadOwnData(`${folder}/${only(files)}`, mnist);
const idx = (folder: string, files: Files) => readIdx(`${folder}/${only(files)}`, 3);

const idxFile = (): Uint8Array<ArrayBuffer> => {
  const pixels = Uint8Array.from({ length: 5 * 28 * 28 }, (_, i) => i % 251);
  return Uint8Array.from([0, 0, 8, 3, 0, 0, 0, 5, 0, 0, 0, 28, 0, 0, 0, 28, ...pixels]);
};

async function gzipped(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([data]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const tensors = () => initialWeights(net, seededRandom(1));
const kernel = { shape: [3, 3, 1, 4], data: Uint8Array.from({ length: 36 }, (_, i) => i) };

const tfjs = (): Files => {
  const all = Object.entries(tensors());
  const layers = all.map(([name, { shape }]) => ({ name, shape, dtype: "float32" }));
  const data = all.flatMap(([, { data }]) => Array.from(data));
  return {
    "model.json": text({
      format: "layers-model",
      weightsManifest: [{ paths: ["group1-shard1of1.bin"], weights: layers }],
    }),
    "group1-shard1of1.bin": new Uint8Array(Float32Array.from(data).buffer),
  };
};

const history = {
  loss: [1, 0.5],
  accuracy: [0.1, 0.2],
  val_loss: [],
  val_accuracy: [],
  seconds: [1, 1],
};
const variables = new Map([["conv1/kernel", Float32Array.of(1, 2, 3)]]);

const report = {
  ...{ lab: "x", title: "A lab", section: "LAB", mode: "quick", engine: "native", seconds: 1.5 },
  startedAt: "2026-11-24T09:00:00+00:00",
  claims: [{
    ...{ id: "a", section: "LAB", what: "a", book: 1, ours: 1, tolerance: null },
    verdict: "reproduced",
  }],
  checks: [{ id: "b", what: "b", value: 1, rule: { equals: 1 }, verdict: "passed" }],
  ...{ figures: [], data: [], metrics: {}, outputs: [], pipelines: {}, runs: {} },
  ...{ provenance: {}, interrupted: false },
};

/** The formats by name. */
export const formats: Readonly<Record<string, Format>> = {
  PNG: {
    seeds: async () => [
      ...await stored("trns-colour.png", "trns-grey.png"),
      { "rgb.png": encodePng(5, 7, 3, Uint8Array.from({ length: 105 }, (_, i) => i)) },
    ],
    read: image,
  },
  JPEG: { seeds: () => stored("tiny-9x3.jpg", "turned-by-exif.jpg", "tiny-3x3.jpg"), read: image },
  IDX: { seeds: () => Promise.resolve([{ "x.idx": idxFile() }]), read: idx },
  "IDX.gz": { seeds: async () => [{ "x.idx.gz": await gzipped(idxFile()) }], read: idx },
  npz: { seeds: () => stored("mnist.npz"), read: labelled },
  CSV: { seeds: () => stored("digits.csv"), read: labelled },
  safetensors: {
    seeds: () => Promise.resolve([{ "w.safetensors": bytes(encodeSafetensors(tensors())) }]),
    read: weights,
  },
  ".h5": { seeds: () => stored("own.h5"), read: weights },
  ".weights.h5": { seeds: () => stored("own.weights.h5"), read: weights },
  ".keras": { seeds: () => stored("own.keras"), read: weights },
  "tfjs layers": {
    seeds: () => Promise.resolve([tfjs()]),
    read: async (folder) => {
      using opened = await openWeights(await readWeightsFile(`${folder}/model.json`));
      for (const tensor of opened.tensors.values()) await tensor.read();
    },
  },
  "pipeline JSON": {
    seeds: async () => [
      { "p.json": text(net) },
      ...await stored("pipeline-kernel-1e4-same.json"),
    ],
    read: async (folder, files) => {
      const steps = await readPipeline(`${folder}/${only(files)}`);
      inferShapes(steps);
      weightsOf(steps);
    },
  },
  quantised: {
    seeds: () =>
      Promise.resolve([{
        "q.safetensors": bytes(
          encodeQuantized({ kernel: { ...kernel, scale: 0.5, offset: -1 } }),
        ),
      }]),
    read: async (folder, files) => {
      const data = await Deno.readFile(`${folder}/${only(files)}`);
      dequantized(decodeSafetensors(data, only(files)).tensors, only(files));
    },
  },
  checkpoint: {
    seeds: () =>
      Promise.resolve([{
        "c.safetensors": bytes(encodeState({ history, variables, best: variables, ended: false })),
      }]),
    read: async (folder, files) =>
      decodeState(await Deno.readFile(`${folder}/${only(files)}`), only(files)),
  },
  "report JSON": {
    seeds: () => Promise.resolve([{ "x.json": text(report) }]),
    read: async (folder) => {
      const found: ReportJson = await readReport(folder, "x");
      await renderIndex({ title: "Index", lead: "All", reports: [found] });
    },
  },
};

/** Checks the description of a model that is stored beside its weights; it is never executed. */
import { depthOf, isRecord, MAX_DEPTH } from "../base/json.ts";
import { quoted } from "../base/quoted.ts";

/**
 * Reads the JSON that describes a model, and checks it.
 *
 * @param what Where it is stored: `model_config`, `config.json`.
 * @param fail Throws the error.
 */
export function parseTopology(text: string, what: string, fail: (p: string) => never): unknown {
  let topology: unknown;
  try {
    topology = JSON.parse(text);
  } catch {
    return fail(`expected JSON in its ${what}, found other text`);
  }
  if (depthOf(text) > MAX_DEPTH) {
    return fail(`expected a description of at most ${MAX_DEPTH} levels, found more`);
  }
  refuseLambda(topology, fail);
  return topology;
}

/**
 * Refuses a model with a Lambda layer, in which Keras stores Python byte code: it is not run here, so
 * the weights would belong to another computation. Refuses channels-first images as well, whose
 * `flatten` orders the numbers otherwise.
 *
 * @param fail Throws the error.
 */
export function refuseLambda(
  topology: unknown,
  fail: (problem: string) => never,
  depth = 0,
): void {
  if (depth > MAX_DEPTH) fail(`expected a description of at most ${MAX_DEPTH} levels, found more`);
  if (Array.isArray(topology)) topology.forEach((inner) => refuseLambda(inner, fail, depth + 1));
  if (!isRecord(topology)) return;
  if (topology["class_name"] === "Lambda") {
    fail("expected layers without code, found a Lambda layer");
  }
  if (topology["data_format"] === "channels_first") {
    const name = typeof topology["name"] === "string" ? ` in ${quoted(topology["name"])}` : "";
    fail(`expected images with the channels last, found channels_first${name}`);
  }
  for (const inner of Object.values(topology)) refuseLambda(inner, fail, depth + 1);
}

/**
 * The settings of each layer by the layer's name, from a description that {@linkcode parseTopology}
 * has checked.
 */
export function layersOf(topology: unknown): Map<string, Readonly<Record<string, unknown>>> {
  const layers = new Map<string, Readonly<Record<string, unknown>>>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (!isRecord(value)) return;
    const { class_name, config } = value;
    if (typeof class_name === "string" && isRecord(config) && typeof config["name"] === "string") {
      layers.set(config["name"], config);
    }
    Object.values(value).forEach(visit);
  };
  visit(topology);
  return layers;
}

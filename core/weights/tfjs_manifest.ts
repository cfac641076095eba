/**
 * Reads the list of weights of a TensorFlow.js layers model (`model.json`, "weightsManifest"): groups
 * of weights that are stored one after the other in files ("shards"). Every field is checked.
 */
import { UserError } from "../base/errors.ts";
import { grouped } from "../base/numbers.ts";
import { isRecord, shownJson } from "../base/json.ts";
import { quoted } from "../base/quoted.ts";
import { sizeOf } from "../graph/tensor.ts";
import { refuseLambda } from "./topology.ts";

/** How a number is stored: its size in bytes, and how it is read. */
export interface Encoding {
  readonly bytes: number;
  read(view: DataView, at: number): number;
}

/** A weight and its position in its group. */
export interface TfjsWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly encoding: Encoding;
  /** In bytes from the start of the group. */
  readonly begin: number;
  readonly end: number;
  /** Each stored number q means min + scale·q. */
  readonly quantized?: { readonly min: number; readonly scale: number };
}

/** Weights stored one after the other, and the files that contain them when joined. */
export interface TfjsGroup {
  readonly paths: readonly string[];
  readonly weights: readonly TfjsWeight[];
  readonly bytes: number;
}

const DTYPES: Readonly<Record<string, Encoding>> = {
  float32: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  int32: { bytes: 4, read: (view, at) => view.getInt32(at, true) },
  bool: { bytes: 1, read: (view, at) => view.getUint8(at) },
};

const QUANTIZED: Readonly<Record<string, Encoding>> = {
  uint8: { bytes: 1, read: (view, at) => view.getUint8(at) },
  uint16: { bytes: 2, read: (view, at) => view.getUint16(at, true) },
  float16: { bytes: 2, read: (view, at) => view.getFloat16(at, true) },
};

/** Larger than any network of this project; a larger group is a mistake or an attack. */
const MAX_BYTES = 2 ** 31;

/**
 * Reads and checks the groups of a layers model.
 *
 * @param model The parsed `model.json`.
 * @param what Names the file in errors.
 * @throws {UserError} If it is no layers model, has a Lambda layer, names a file outside the model's
 * folder, or has an unknown dtype or a malformed shape or quantisation.
 */
export function tfjsGroups(model: unknown, what: string): TfjsGroup[] {
  const fail = (problem: string): never => {
    throw new UserError(`Cannot read ${what}: ${problem}. Save or download the file again.`);
  };
  if (!isRecord(model)) return fail(`expected a layers model, found ${shownJson(model)}`);
  const { format = "layers-model", modelTopology, weightsManifest } = model;
  if (format !== "layers-model") {
    fail(`expected the format "layers-model", found ${shownJson(format)}`);
  }
  refuseLambda(modelTopology, fail);
  if (!Array.isArray(weightsManifest) || weightsManifest.length === 0) {
    return fail(
      `expected a list of groups in weightsManifest, found ${shownJson(weightsManifest)}`,
    );
  }
  const names = new Set<string>();
  return weightsManifest.map((group: unknown, g) => {
    const at = `group ${g + 1}`;
    if (!isRecord(group)) return fail(`${at}: expected an object, found ${shownJson(group)}`);
    const { paths, weights } = group;
    if (!Array.isArray(paths) || !paths.every((path) => typeof path === "string")) {
      return fail(`${at}: expected a list of file names in paths, found ${shownJson(paths)}`);
    }
    const outside = paths.find((path) => !staysInside(path));
    if (outside !== undefined) {
      fail(`${at}: expected files in the model's own folder, found ${shownJson(outside)}`);
    }
    if (!Array.isArray(weights)) {
      return fail(`${at}: expected a list of weights, found ${shownJson(weights)}`);
    }
    let end = 0;
    const read = weights.map((weight: unknown) => {
      const entry = readWeight(weight, end, fail);
      if (names.has(entry.name)) fail(`expected ${quoted(entry.name)} once, found it twice`);
      names.add(entry.name);
      end = entry.end;
      if (end > MAX_BYTES) fail(`${at}: expected at most ${grouped(MAX_BYTES)} bytes, found more`);
      return entry;
    });
    return { paths, weights: read, bytes: end };
  });
}

function readWeight(weight: unknown, begin: number, fail: (p: string) => never): TfjsWeight {
  if (!isRecord(weight) || typeof weight["name"] !== "string") {
    return fail(`expected weights with a name, found ${shownJson(weight)}`);
  }
  const { name, shape, dtype, quantization } = weight;
  const wrong = (problem: string) => fail(`weight ${quoted(name)}: ${problem}`);
  if (!isSizes(shape)) return wrong(`expected a shape of whole numbers, found ${shownJson(shape)}`);
  const plain = typed(DTYPES, dtype);
  if (!plain) return wrong(`expected a dtype of ${list(DTYPES)}, found ${shownJson(dtype)}`);
  if (quantization === undefined) {
    return { name, shape, encoding: plain, begin, end: begin + sizeOf(shape) * plain.bytes };
  }
  if (!isRecord(quantization)) {
    return wrong(`expected a quantization object, found ${shownJson(quantization)}`);
  }
  const { dtype: type, min = 0, scale = 1 } = quantization;
  const encoding = typed(QUANTIZED, type);
  if (!encoding) {
    return wrong(`expected a quantization of ${list(QUANTIZED)}, found ${shownJson(type)}`);
  }
  if (!isNumber(min) || !isNumber(scale)) {
    return wrong(
      `expected a finite min and scale, found ${shownJson(min)} and ${shownJson(scale)}`,
    );
  }
  const end = begin + sizeOf(shape) * encoding.bytes;
  return { name, shape, encoding, begin, end, quantized: { min, scale } };
}

/** Whether a file name stays below the model's folder on every system: no root, drive, address or `..`. */
const staysInside = (path: string): boolean =>
  path !== "" && !/[\\:\0]/.test(path) &&
  path.split("/").every((part) => part !== "" && part !== "." && part !== "..");

const typed = (known: Readonly<Record<string, Encoding>>, name: unknown): Encoding | undefined =>
  typeof name === "string" && Object.hasOwn(known, name) ? known[name] : undefined;

const list = (known: object): string => Object.keys(known).join(", ");

const isNumber = (value: unknown): value is number =>
  typeof value === "number" && Number.isFinite(value);

const isSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);

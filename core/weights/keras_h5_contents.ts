/**
 * Reads Keras's HDF5 files. In an `.h5`, one group per layer contains the layer's weights, such as
 * `conv2d_1/conv2d_1/kernel:0`; in the file of a whole model all groups are below `model_weights`. In
 * Keras 3's `.weights.h5`, weights are numbered: `layers/conv2d_1/vars/0`. The structure is checked
 * before any number is read; links are refused. Runs in a worker (`keras_h5.ts`), because the HDF5
 * library may crash or never return when a file is damaged.
 */
import { UserError } from "../base/errors.ts";
import { quoted } from "../base/quoted.ts";
import { sizeOf } from "../graph/tensor.ts";
import { type Hdf5Dataset, type Hdf5File, type Hdf5Group, openHdf5 } from "./hdf5.ts";
import { type Fail, type KerasWeight, layersInOrder, underKerasNames } from "./keras_h5_names.ts";
import { parseTopology } from "./topology.ts";

/** Keras nests a few groups and has a few hundred layers; more means a loop of links or an attack. */
const MAX_DEPTH = 10;
const MAX_OBJECTS = 20_000;

/** The HDF5 library's constant H5T_FLOAT. */
const FLOAT = 1;

/** The weights of an open file by name, and the names of its layers in the model's order. */
export interface KerasContents extends Disposable {
  readonly weights: ReadonlyMap<string, KerasWeight>;
  /** Within one kind of layer at least; undefined if the file does not say it. */
  readonly order: readonly string[] | undefined;
}

/**
 * Opens a Keras file and reads names and shapes.
 *
 * @param what Names the file in errors.
 * @param config The description of the model, if it is stored elsewhere.
 * @param progress Called whenever the library has answered.
 * @throws {UserError} If the file is not HDF5, or contains a link (soft or external), a Lambda layer,
 * groups nested too deeply, or no weights.
 */
export async function openContents(
  bytes: Uint8Array,
  what: string,
  config: string | undefined,
  progress: () => void,
): Promise<KerasContents> {
  const file = await openHdf5(bytes, what);
  const fail = (problem: string): never => {
    throw new UserError(`Cannot read ${what}: ${problem}. Save or download the file again.`);
  };
  try {
    const { root, library } = file;
    const topology = file.guard("its model_config", () => topologyOf(root, config, fail));
    const found = new Map<string, KerasWeight>();
    const visit = visitor(file, fail, progress, (name, dataset) => {
      found.set(name, stored(name, dataset, file, fail));
    });
    const whole = file.guard("the file", () => root.keys()).includes("model_weights") &&
      checkedGet(file, root, "model_weights", fail);
    const top = whole instanceof library.Group ? whole : root;
    visit(top, 0);
    const numbered = [...found.keys()].some((name) => /(^|\/)vars\/\d+$/.test(name));
    const { weights, order } = numbered
      ? underKerasNames(found, root, file, topology, fail)
      : { weights: found, order: layersInOrder(top, file) };
    if (weights.size === 0) fail("expected Keras's weights, found none");
    return { weights, order, [Symbol.dispose]: () => file[Symbol.dispose]() };
  } catch (error) {
    file[Symbol.dispose]();
    throw error;
  }
}

/** The description of the model, JSON that only the file of a whole model has; it is checked. */
function topologyOf(root: Hdf5Group, config: string | undefined, fail: Fail): unknown {
  const attribute = root.attrs["model_config"];
  if (config === undefined && attribute === undefined) return undefined;
  const text = config ?? attribute?.value;
  if (typeof text !== "string") {
    return fail("expected text in its model_config, found another type");
  }
  return parseTopology(text, "model_config", fail);
}

/** A function that walks through a group and all groups in it and calls `found` for every data set. */
function visitor(
  file: Hdf5File,
  fail: Fail,
  progress: () => void,
  found: (name: string, dataset: Hdf5Dataset) => void,
) {
  let objects = 0;
  const visit = (group: Hdf5Group, depth: number): void => {
    if (depth > MAX_DEPTH) fail(`expected groups of at most ${MAX_DEPTH} levels, found more`);
    for (const key of file.guard(quoted(group.path), () => group.keys())) {
      objects++;
      if (objects > MAX_OBJECTS) {
        fail(`expected at most ${MAX_OBJECTS} groups and weights, found more`);
      }
      progress();
      const entity = checkedGet(file, group, key, fail);
      if (entity instanceof file.library.Group) visit(entity, depth + 1);
      else if (entity instanceof file.library.Dataset) found(entity.path.slice(1), entity);
      else fail(`expected a group or data at ${quoted(pathOf(group, key))}, found another object`);
    }
  };
  return visit;
}

/** The member `key` of a group; refuses links, also to other files. */
function checkedGet(file: Hdf5File, group: Hdf5Group, key: string, fail: Fail) {
  const path = pathOf(group, key);
  return file.guard(quoted(path), () => {
    const { filename } = group.get_external_link(path) as { filename?: string };
    if (filename !== undefined) {
      fail(`expected weights in the file itself, found a link to another file at ${quoted(path)}`);
    }
    if (group.get_link(path) !== null) {
      fail(`expected weights in the file itself, found a soft link at ${quoted(path)}`);
    }
    return group.get(path);
  });
}

const pathOf = (group: Hdf5Group, key: string): string =>
  `${group.path}/${key}`.replace(/^\/+/, "/");

function stored(name: string, dataset: Hdf5Dataset, file: Hdf5File, fail: Fail): KerasWeight {
  const { shape, type, size, virtual_sources: elsewhere } = file.guard(
    quoted(name),
    () => dataset.metadata,
  );
  if (elsewhere && elsewhere.length > 0) {
    fail(
      `expected weights in the file itself, found data of another file at ${quoted(`/${name}`)}`,
    );
  }
  return {
    shape: shape ?? [],
    read() {
      if (type !== FLOAT || (size !== 4 && size !== 8)) {
        fail(`expected 32- or 64-bit floats at ${quoted(`/${name}`)}, found another type`);
      }
      const value = file.guard(quoted(name), () => dataset.value);
      const numbers = value instanceof Float32Array || value instanceof Float64Array
        ? Float32Array.from(value)
        : typeof value === "number"
        ? Float32Array.of(value)
        : new Float32Array();
      if (numbers.length !== sizeOf(shape ?? [])) {
        fail(
          `expected ${sizeOf(shape ?? [])} numbers at ${
            quoted(`/${name}`)
          }, found ${numbers.length}`,
        );
      }
      return numbers;
    },
  };
}

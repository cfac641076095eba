/**
 * Reads Keras's `.h5`: one group per layer, which contains the layer's weights, such as
 * `conv2d_1/conv2d_1/kernel:0`. In the file of a whole model all groups are below `model_weights`.
 * The structure is checked before any number is read; links are refused.
 */
import { UserError } from "../base/errors.ts";
import type { UserFile } from "../data/read.ts";
import { sizeOf } from "../graph/tensor.ts";
import { type Hdf5Dataset, type Hdf5File, type Hdf5Group, openHdf5 } from "./hdf5.ts";
import type { StoredTensor, StoredWeights } from "./stored_weights.ts";
import { refuseLambda } from "./topology.ts";

/** Keras nests a few groups and has a few hundred layers; more means a loop of links or an attack. */
const MAX_DEPTH = 10;
const MAX_OBJECTS = 20_000;

/** The HDF5 library's constant H5T_FLOAT. */
const FLOAT = 1;

/**
 * Opens a Keras file and reads names and shapes; `StoredTensor.read` reads the numbers of a tensor.
 *
 * @throws {UserError} If the file is not HDF5, or contains a link (soft or external), a Lambda layer,
 * weights without names, groups nested too deeply, or no weights.
 */
export async function openKerasH5({ name: what, bytes }: UserFile): Promise<StoredWeights> {
  const file = await openHdf5(bytes, what);
  const fail = (problem: string): never => {
    throw new UserError(`Cannot read ${what}: ${problem}. Save or download the file again.`);
  };
  try {
    file.guard("its model_config", () => checkTopology(file.root, fail));
    const tensors = new Map<string, StoredTensor>();
    const visit = visitor(file, fail, (name, dataset) => {
      tensors.set(name, stored(name, dataset, file, fail));
    });
    const { root, library } = file;
    const whole = root.keys().includes("model_weights") &&
      checkedGet(file, root, "model_weights", fail);
    visit(whole instanceof library.Group ? whole : root, 0);
    if (tensors.size === 0) fail("expected Keras's weights, found none");
    const unnamed = [...tensors.keys()].find((name) => /\/vars\/\d+$/.test(name));
    if (unnamed !== undefined) {
      fail(
        `expected Keras's .h5 with named weights (conv2d/kernel:0), found .weights.h5's ` +
          `${unnamed}; use model.save("name.h5")`,
      );
    }
    return { what, tensors, [Symbol.dispose]: () => file[Symbol.dispose]() };
  } catch (error) {
    file[Symbol.dispose]();
    throw error;
  }
}

type Fail = (problem: string) => never;

/** Checks the description of the model, JSON that only the file of a whole model has. */
function checkTopology(root: Hdf5Group, fail: Fail): void {
  if (!("model_config" in root.attrs)) return;
  const text = root.attrs["model_config"]?.value;
  let config: unknown;
  try {
    config = typeof text === "string"
      ? JSON.parse(text)
      : fail("expected text in its model_config, found another type");
  } catch (error) {
    if (error instanceof UserError) throw error;
    fail("expected JSON in its model_config, found other text");
  }
  refuseLambda(config, fail);
}

/** A function that walks through a group and all groups in it and calls `found` for every data set. */
function visitor(file: Hdf5File, fail: Fail, found: (name: string, dataset: Hdf5Dataset) => void) {
  let objects = 0;
  const visit = (group: Hdf5Group, depth: number): void => {
    if (depth > MAX_DEPTH) fail(`expected groups of at most ${MAX_DEPTH} levels, found more`);
    for (const key of file.guard(group.path, () => group.keys())) {
      objects++;
      if (objects > MAX_OBJECTS) {
        fail(`expected at most ${MAX_OBJECTS} groups and weights, found more`);
      }
      const entity = checkedGet(file, group, key, fail);
      if (entity instanceof file.library.Group) visit(entity, depth + 1);
      else if (entity instanceof file.library.Dataset) found(entity.path.slice(1), entity);
      else fail(`expected a group or data at ${pathOf(group, key)}, found another object`);
    }
  };
  return visit;
}

/** The member `key` of a group; refuses links, also to other files. */
function checkedGet(file: Hdf5File, group: Hdf5Group, key: string, fail: Fail) {
  const path = pathOf(group, key);
  return file.guard(path, () => {
    const { filename } = group.get_external_link(path) as { filename?: string };
    if (filename !== undefined) {
      fail(`expected weights in the file itself, found a link to another file at ${path}`);
    }
    if (group.get_link(path) !== null) {
      fail(`expected weights in the file itself, found a soft link at ${path}`);
    }
    return group.get(path);
  });
}

const pathOf = (group: Hdf5Group, key: string): string =>
  `${group.path}/${key}`.replace(/^\/+/, "/");

function stored(name: string, dataset: Hdf5Dataset, file: Hdf5File, fail: Fail): StoredTensor {
  const { shape, type, size, virtual_sources: elsewhere } = file.guard(
    name,
    () => dataset.metadata,
  );
  if (elsewhere && elsewhere.length > 0) {
    fail(`expected weights in the file itself, found data of another file at /${name}`);
  }
  return {
    shape: shape ?? [],
    read() {
      if (type !== FLOAT || (size !== 4 && size !== 8)) {
        fail(`expected 32- or 64-bit floats at /${name}, found another type`);
      }
      const value = file.guard(name, () => dataset.value);
      const numbers = value instanceof Float32Array || value instanceof Float64Array
        ? Float32Array.from(value)
        : typeof value === "number"
        ? Float32Array.of(value)
        : new Float32Array();
      if (numbers.length !== sizeOf(shape ?? [])) {
        fail(`expected ${sizeOf(shape ?? [])} numbers at /${name}, found ${numbers.length}`);
      }
      return numbers;
    },
  };
}

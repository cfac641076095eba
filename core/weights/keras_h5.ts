/**
 * Reads Keras's `.h5`: a group a layer, and in it the layer's weights, as
 * `conv2d_1/conv2d_1/kernel:0`; in a file of a whole model all of them below `model_weights`. What
 * the file says is checked before anything is read, and nothing it points to elsewhere is followed.
 */
import { UserError } from "../base/errors.ts";
import type { UserFile } from "../data/read.ts";
import { sizeOf } from "../graph/tensor.ts";
import { type Hdf5Dataset, type Hdf5File, type Hdf5Group, openHdf5 } from "./hdf5.ts";
import type { StoredTensor, StoredWeights } from "./stored_weights.ts";
import { refuseLambda } from "./topology.ts";

/** Keras nests a few groups and has a few hundred layers: more is a loop of links, or an attack. */
const MAX_DEPTH = 10;
const MAX_OBJECTS = 20_000;

/** H5T_FLOAT of the HDF5 library. */
const FLOAT = 1;

/**
 * Opens a Keras file. Only names and shapes are read; a tensor's numbers when it is asked for them.
 *
 * @throws {UserError} One sentence for whatever is wrong with it: no HDF5, a link (soft or external),
 * a Lambda layer, weights without names, nesting without end.
 */
export async function openKerasH5({ name: what, bytes }: UserFile): Promise<StoredWeights> {
  const file = await openHdf5(bytes, what);
  const fail = (problem: string): never => {
    throw new UserError(`Cannot read ${what}: ${problem}; make or fetch it again.`);
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
    if (tensors.size === 0) fail("expected Keras's weights, found no data");
    const unnamed = [...tensors.keys()].find((name) => /\/vars\/\d+$/.test(name));
    if (unnamed !== undefined) {
      fail(
        `expected Keras's .h5 with named weights (conv2d/kernel:0), found .weights.h5's ` +
          `${unnamed}, save the model with model.save("name.h5")`,
      );
    }
    return { what, tensors, [Symbol.dispose]: () => file[Symbol.dispose]() };
  } catch (error) {
    file[Symbol.dispose]();
    throw error;
  }
}

type Fail = (problem: string) => never;

/** A file of a whole model describes it in JSON. */
function checkTopology(root: Hdf5Group, fail: Fail): void {
  if (!("model_config" in root.attrs)) return;
  const text = root.attrs["model_config"]?.value;
  let config: unknown;
  try {
    config = typeof text === "string" ? JSON.parse(text) : fail("its model_config is no text");
  } catch (error) {
    if (error instanceof UserError) throw error;
    fail("its model_config is not JSON");
  }
  refuseLambda(config, fail);
}

/** Walks through all groups, telling `found` of every data set. */
function visitor(file: Hdf5File, fail: Fail, found: (name: string, dataset: Hdf5Dataset) => void) {
  let objects = 0;
  const visit = (group: Hdf5Group, depth: number): void => {
    if (depth > MAX_DEPTH) fail(`its groups nest deeper than ${MAX_DEPTH} levels`);
    for (const key of file.guard(group.path, () => group.keys())) {
      objects++;
      if (objects > MAX_OBJECTS) fail(`it has more than ${MAX_OBJECTS} groups and weights`);
      const entity = checkedGet(file, group, key, fail);
      if (entity instanceof file.library.Group) visit(entity, depth + 1);
      else if (entity instanceof file.library.Dataset) found(entity.path.slice(1), entity);
      else fail(`expected groups and data, found something else at ${pathOf(group, key)}`);
    }
  };
  return visit;
}

/** What a group has under `key`, if it lies in the file itself. */
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

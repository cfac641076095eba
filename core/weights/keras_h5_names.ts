/** The names and the order of the layers in Keras's HDF5 files. */
import { quoted } from "../base/quoted.ts";
import type { Hdf5File, Hdf5Group } from "./hdf5.ts";
import { layersOf } from "./topology.ts";

/** Throws an error about the file. */
export type Fail = (problem: string) => never;

/** A weight of an open file, whose numbers are read on request. */
export interface KerasWeight {
  readonly shape: readonly number[];
  read(): Float32Array<ArrayBuffer>;
}

/** The weights of Keras's layers in the order in which `.weights.h5` numbers them, by class. */
const WEIGHTS: Readonly<Record<string, readonly string[]>> = {
  conv1d: ["kernel", "bias"],
  conv2d: ["kernel", "bias"],
  conv3d: ["kernel", "bias"],
  conv2d_transpose: ["kernel", "bias"],
  depthwise_conv2d: ["kernel", "bias"],
  separable_conv2d: ["depthwise_kernel", "pointwise_kernel", "bias"],
  dense: ["kernel", "bias"],
};
const NORMALIZATION = ["gamma", "beta", "moving_mean", "moving_variance"];

/**
 * Gives the numbered weights of a `.weights.h5` their names: `layers/conv2d_1/vars/0` becomes
 * `more_filters/kernel` if the layer is called `more_filters`, which the file says since Keras 3.4.
 * The state of the optimiser and of random generators is left out.
 *
 * @param topology The description of the model, if there is one.
 */
export function underKerasNames(
  found: ReadonlyMap<string, KerasWeight>,
  root: Hdf5Group,
  file: Hdf5File,
  topology: unknown,
  fail: Fail,
): { readonly weights: Map<string, KerasWeight>; readonly order: readonly string[] } {
  const groups = new Map<string, KerasWeight[]>();
  for (const [path, weight] of found) {
    const [, group, index] = /^(.*)\/vars\/(\d+)$/.exec(path) ?? [];
    if (group === undefined || index === undefined) {
      return fail(`expected numbered weights (vars/0), found ${quoted(path)}`);
    }
    if (/^optimizer(\/|$)|(^|\/)seed_generator$/.test(group)) continue;
    const weights = groups.get(group) ?? [];
    weights[Number(index)] = weight;
    groups.set(group, weights);
  }
  const layers = layersOf(topology);
  const weights = new Map<string, KerasWeight>();
  const order: string[] = [];
  const numbers = [...groups].map(([group, weights]) => ({ group, weights, ...numbered(group) }));
  numbers.sort((a, b) => a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : a.number - b.number);
  for (const { group, weights: its, kind } of numbers) {
    const given = file.guard(quoted(group), () => {
      const vars = root.get(`${group}/vars`);
      return vars instanceof file.library.Group ? vars.attrs["name"]?.value : undefined;
    });
    const layer = typeof given === "string" ? given : group.split("/").at(-1) ?? group;
    const names = weightNames(kind.split("/").at(-1) ?? kind, its.length, layers.get(layer)) ??
      fail(
        `expected the weights of ${
          quoted(layer)
        } to have a clear meaning, found ${its.length} in ` +
          "an order that only its config.json says; save the whole model as .keras",
      );
    order.push(layer);
    its.forEach((weight, i) => {
      const name = `${layer}/${names[i] ?? i}`;
      if (weights.has(name)) fail(`expected ${quoted(name)} once, found it twice`);
      weights.set(name, weight);
    });
  }
  return { weights, order };
}

/** `layers/conv2d_1` → kind `layers/conv2d`, number 1. */
function numbered(group: string): { readonly kind: string; readonly number: number } {
  const [, kind = group, digits = "0"] = /^(.*?)_(\d+)$/.exec(group) ?? [];
  return { kind, number: Number(digits) };
}

/** The names of a layer's weights; undefined if several are possible. */
function weightNames(
  kind: string,
  count: number,
  config: Readonly<Record<string, unknown>> = {},
): readonly string[] | undefined {
  if (kind !== "batch_normalization") return Object.hasOwn(WEIGHTS, kind) ? WEIGHTS[kind] : [];
  const { scale, center } = config;
  if (count === 2 || count === 4) return NORMALIZATION.slice(4 - count);
  if (scale === false && center !== false) return NORMALIZATION.slice(1);
  if (center === false && scale !== false) {
    return NORMALIZATION.filter((name) => name !== "beta");
  }
  return undefined;
}

/**
 * The layers of an `.h5` in the model's order, as its attributes `layer_names` and `weight_names` list
 * them; undefined if they are missing.
 */
export function layersInOrder(top: Hdf5Group, file: Hdf5File): readonly string[] | undefined {
  const names = (group: Hdf5Group, attribute: string): readonly string[] => {
    const value: unknown = group.attrs[attribute]?.value;
    return Array.isArray(value) && value.every((name) => typeof name === "string") ? value : [];
  };
  const order = file.guard("its layer_names", () => {
    const layers = new Set<string>();
    for (const outer of names(top, "layer_names")) {
      const group = top.get(outer);
      if (!(group instanceof file.library.Group)) continue;
      for (const weight of names(group, "weight_names")) {
        layers.add(weight.split("/").at(-2) ?? outer);
      }
    }
    return [...layers];
  });
  return order.length > 0 ? order : undefined;
}

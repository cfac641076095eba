/** Which layer of a Keras file is which step of ours. */
import type { StoredTensor } from "./stored_weights.ts";

/**
 * A Keras name in two parts. Layers without a name of their own are numbered by Keras, on and on
 * within a session: `conv2d_95` may be the first convolution of its network.
 */
const parts = (layer: string): { readonly kind: string; readonly number: number } => {
  const [, kind = layer, digits = "0"] = /^(.*?)_(\d+)$/.exec(layer) ?? [];
  return { kind, number: Number(digits) };
};

/** `model/conv2d_1/kernel:0` → [`conv2d_1`, `kernel`]. */
function split(name: string): readonly [layer: string, weight: string] {
  const [weight = "", layer = ""] = name.replace(/:\d+$/, "").split("/").reverse();
  return [layer, weight];
}

/**
 * The tensors of a Keras file under our names. A layer that has one of our steps' names is that
 * step, except that layers which Keras numbered are counted instead: the k-th `conv2d` in the order
 * of their numbers, the order in which they were made, is our k-th. That holds for files whose
 * numbers begin at 0, at 1 or anywhere. Gaps are refused by `fail`: they would shift all that
 * follows. What belongs to no step (a network's top) is left out.
 *
 * @param ours Our paths, such as `conv2d_3/kernel`, in order.
 */
export function underOurNames(
  tensors: ReadonlyMap<string, StoredTensor>,
  ours: readonly string[],
  fail: (problem: string) => never,
): Map<string, StoredTensor> {
  const steps = new Set(ours.map((path) => split(path)[0]));
  const numbered = byKind(steps);
  const layers = new Set([...tensors.keys()].map((name) => split(name)[0]));
  const renamed = new Map<string, string>();
  for (const [kind, found] of byKind(layers)) {
    const wanted = numbered.get(kind);
    if (!wanted) continue;
    wanted.forEach(({ layer }, k) => {
      const before = found[k - 1];
      const here = found[k];
      if (before && here && here.number !== before.number + 1) {
        fail(`expected ${kind}_${before.number + 1} after ${before.layer}, found ${here.layer}`);
      }
      if (here) renamed.set(here.layer, layer);
    });
  }
  const result = new Map<string, StoredTensor>();
  for (const [name, tensor] of tensors) {
    const [layer, weight] = split(name);
    const step = renamed.get(layer);
    if (step === undefined) continue;
    const path = `${step}/${weight}`;
    if (result.has(path)) fail(`it has ${path} twice`);
    result.set(path, tensor);
  }
  return result;
}

/** Layers by kind, each kind in the order of its numbers. */
function byKind(layers: Iterable<string>) {
  const kinds = new Map<string, { readonly layer: string; readonly number: number }[]>();
  for (const layer of layers) {
    const { kind, number } = parts(layer);
    kinds.set(kind, [...kinds.get(kind) ?? [], { layer, number }]);
  }
  for (const found of kinds.values()) found.sort((a, b) => a.number - b.number);
  return kinds;
}

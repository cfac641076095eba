/** Matches the layers of a Keras file with the steps of a network, by name and by number. */
import { quoted } from "../base/quoted.ts";

/**
 * A layer's name in two parts. Keras numbers layers without their own name, and keeps counting
 * within a session: `conv2d_95` may be the first convolution of its network.
 */
const parts = (layer: string): { readonly kind: string; readonly number: number } => {
  const [, kind = layer, digits = "0"] = /^(.*?)_(\d+)$/.exec(layer) ?? [];
  return { kind, number: Number(digits) };
};

/** `model/conv2d_1/kernel:0` → [`conv2d_1`, `kernel`]. */
export function split(name: string): readonly [layer: string, weight: string] {
  const [weight = "", layer = ""] = name.replace(/:\d+$/, "").split("/").reverse();
  return [layer, weight];
}

/**
 * Renames the tensors of a Keras file to a network's own paths. A layer belongs to the step of the
 * same name. Layers that Keras numbered are matched by their order instead: of each kind, the layer
 * with the k-th smallest number, which was created k-th, belongs to the k-th step, whether the file's
 * numbers begin at 0, 1 or 95. A gap in the numbers is refused, because it would shift all later
 * layers. Layers that belong to no step, such as a network's top, are left out.
 *
 * @param ours The network's paths, such as `conv2d_3/kernel`, in order.
 * @param fail Throws the error.
 */
export function underOurNames<Found>(
  tensors: ReadonlyMap<string, Found>,
  ours: readonly string[],
  fail: (problem: string) => never,
): Map<string, Found> {
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
        fail(
          `expected ${kind}_${before.number + 1} after ${shown(before.layer)}, found ${
            shown(here.layer)
          }`,
        );
      }
      if (here) renamed.set(here.layer, layer);
    });
  }
  const result = new Map<string, Found>();
  for (const [name, tensor] of tensors) {
    const [layer, weight] = split(name);
    const step = renamed.get(layer);
    if (step === undefined) continue;
    const path = `${step}/${weight}`;
    if (result.has(path)) fail(`expected ${shown(path)} once, found it twice`);
    result.set(path, tensor);
  }
  return result;
}

/** The name of a layer or weight of a file in an error: as it is if it is plain, otherwise quoted. */
export const shown = (name: string): string => /^[\w/.:-]{1,60}$/.test(name) ? name : quoted(name);

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

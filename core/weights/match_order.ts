/** Matches the layers of a file with the steps of a pipeline by order and shape, where no name agrees. */
import { shown, split } from "./layer_map.ts";
import type { StoredTensor, StoredWeights } from "./stored_weights.ts";

/** The tensors under a pipeline's paths, and how they were matched, in words. */
export interface ByOrder {
  readonly found: Map<string, StoredTensor>;
  readonly how: string;
}

/** A layer or a step: its name and its weights by their own names, `kernel`, `bias` …. */
interface Layer<Weight> {
  readonly name: string;
  readonly weights: Map<string, Weight>;
}

interface Shaped {
  readonly shape: readonly number[];
}

/**
 * Gives each of a pipeline's steps a layer of its kind, that is, with the same weights and numbers of
 * axes. Within a kind, the k-th layer belongs to the k-th step; if the file does not say the order of
 * its layers, they are matched only if their shapes differ from each other.
 *
 * @param needed The pipeline's weights, in order.
 * @param fail Throws the error.
 * @returns Undefined if the numbers of layers of a kind differ, so that nothing can be said.
 */
export function byOrder(
  stored: StoredWeights,
  needed: readonly (Shaped & { readonly path: string })[],
  fail: (problem: string) => never,
): ByOrder | undefined {
  const ours = byKind(layersOf(needed.map((weight) => [weight.path, weight])));
  const layers = layersOf([...stored.tensors]);
  const theirs = byKind(layers);
  const found = new Map<string, StoredTensor>();
  const pairs: string[] = [];
  for (const [kind, steps] of ours) {
    const candidates = theirs.get(kind) ?? [];
    if (candidates.length !== steps.length) return undefined;
    const ordered = inOrder(candidates, stored.order);
    steps.forEach((step, k) => {
      const layer = ordered ? ordered[k]! : alone(step, steps, candidates, fail);
      pairs.push(`${shown(layer.name)} → ${step.name}`);
      for (const [weight, { shape }] of step.weights) {
        const tensor = layer.weights.get(weight)!;
        if (tensor.shape.join() !== shape.join()) {
          fail(
            `expected ${step.name}/${weight} of shape ${shape.join("x")}, found ` +
              `${shown(layer.name)}, the layer in its place, with ${tensor.shape.join("x")}`,
          );
        }
        found.set(`${step.name}/${weight}`, tensor);
      }
    });
  }
  const listed = pairs.length > 8 ? [...pairs.slice(0, 8), `${pairs.length - 8} more`] : pairs;
  return { found, how: `${found.size} weights matched by order and shape: ${listed.join(", ")}` };
}

function layersOf<Weight>(weights: readonly (readonly [string, Weight])[]): Layer<Weight>[] {
  const layers = new Map<string, Layer<Weight>>();
  for (const [path, weight] of weights) {
    const [layer, name] = split(path);
    const known = layers.get(layer) ?? { name: layer, weights: new Map<string, Weight>() };
    known.weights.set(name, weight);
    layers.set(layer, known);
  }
  return [...layers.values()];
}

/** Layers by the names and numbers of axes of their weights. */
function byKind<Weight extends Shaped>(layers: readonly Layer<Weight>[]) {
  return Map.groupBy(
    layers,
    ({ weights }) =>
      Array.from(weights, ([name, { shape }]) => `${name}:${shape.length}`).sort().join(),
  );
}

/**
 * The layers of one kind in the model's order: as the file says it, or as their numbers say it
 * (`conv2d`, `conv2d_1`, …); undefined if neither does.
 */
function inOrder(
  layers: readonly Layer<StoredTensor>[],
  order: readonly string[] | undefined,
): Layer<StoredTensor>[] | undefined {
  if (layers.length < 2) return [...layers];
  if (order) {
    const places = layers.map(({ name }) => order.indexOf(name));
    if (!places.includes(-1)) {
      return [...layers].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
    }
  }
  const parts = layers.map((layer) => {
    const [, kind = layer.name, digits = "0"] = /^(.*?)_?(\d+)$/.exec(layer.name) ?? [];
    return { layer, kind, number: Number(digits) };
  });
  const same = parts.every(({ kind }) => kind === parts[0]?.kind);
  if (!same || new Set(parts.map(({ number }) => number)).size < parts.length) return undefined;
  return parts.sort((a, b) => a.number - b.number).map(({ layer }) => layer);
}

/** The only layer with a step's shapes. */
function alone(
  step: Layer<Shaped>,
  steps: readonly Layer<Shaped>[],
  layers: readonly Layer<StoredTensor>[],
  fail: (problem: string) => never,
): Layer<StoredTensor> {
  const shapes = ({ weights }: Layer<Shaped>) =>
    Array.from(weights, ([name, { shape }]) => `${name}:${shape.join("x")}`).sort().join();
  const same = layers.filter((layer) => shapes(layer) === shapes(step));
  const rivals = steps.filter((other) => shapes(other) === shapes(step));
  const [layer, other] = same;
  if (layer && !other && rivals.length === 1) return layer;
  return fail(
    layer && other
      ? `expected the order of its layers, found none, and ${shown(layer.name)} and ` +
        `${shown(other.name)} have the same shapes; call them ${
          rivals.map(({ name }) => name).join(", ")
        }`
      : `expected one layer with the shapes of ${step.name}, found ${same.length}`,
  );
}

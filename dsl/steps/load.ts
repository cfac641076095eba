import type { Step, TypeRule } from "../step.ts";
import { type DatasetName, datasetNamed, type Datasets, datasets } from "../datasets.ts";
import { UserError } from "../errors.ts";
import { text } from "../fields.ts";
import { needFirst, type NotFirst } from "../shape.ts";
import { defineStep } from "../definition.ts";
import type { Named } from "./named.ts";

type DatasetNames<D> = D extends readonly [{ readonly name: infer N extends string }, ...infer R]
  ? R extends readonly [] ? N : `${N}, ${DatasetNames<R>}`
  : never;

/** The type rule of `load`. */
export interface LoadRule<N extends string> extends TypeRule {
  /** @internal */
  readonly out: this["in"] extends { readonly shape: readonly [] } ? string extends N ? unknown
    : N extends DatasetName
      ? Pick<Extract<Datasets[number], { readonly name: N }>, "shape" | "classes">
    : `load: expected the name of a data set (${DatasetNames<Datasets>}), found ${N}`
    : NotFirst<"load">;
}

/**
 * A source: a data set of labelled images [height, width, channels] with pixels from 0 to 255, by its
 * name. The pipeline only knows its shape and its number of classes; the data is read when it runs.
 *
 * @param dataset The name, such as "fashion-mnist"; `datasets` lists all.
 *
 * @example
 * ```ts
 * import { inferShapes, load, pipeline } from "../mod.ts";
 *
 * const [spec] = inferShapes(pipeline(load("fashion-mnist")));
 * console.assert(spec?.shape.join("x") === "28x28x1" && spec.classes === 10);
 * ```
 */
export function load<const N extends DatasetName | (string & Record<never, never>)>(
  dataset: N,
  options: Named = {},
): Step<LoadRule<N>> {
  return load.definition.create({ dataset, ...options });
}

/** @internal */
load.definition = defineStep(
  "load",
  { dataset: text(datasets.map(({ name }) => name)) },
  ({ dataset }) => ({
    source: { dataset },
    outputSpec(input) {
      needFirst("load", input);
      const known = datasetNamed(dataset);
      if (known) return { shape: known.shape, classes: known.classes };
      const names = datasets.map(({ name }) => name).join(", ");
      throw new UserError(`load: expected the name of a data set (${names}), found ${dataset}`);
    },
  }),
);

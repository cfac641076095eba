import { UserError } from "../errors.ts";
import { type Field, list, number, optional } from "../fields.ts";
import type { Step } from "../step.ts";
import { defineStep } from "../definition.ts";
import { keep, type KeepRule } from "./keep.ts";
import type { Named } from "./named.ts";

/** One number for all channels, or one number per channel. */
export type PerChannel = number | readonly number[];

/** How numbers are scaled: by a factor, by mean and standard deviation, or to a range. */
export type NormalizeOptions =
  & Named
  & (
    | { readonly scale?: number; readonly offset?: number }
    | { readonly mean: PerChannel; readonly std: PerChannel }
    | { readonly range: readonly [number, number] }
  );

/**
 * Scales the numbers of the input in one of three ways: x·scale + offset, by default x/255;
 * (x − mean)/std, with one mean and one std (in units of x) for all channels or one per channel; or
 * from 0…255 to a range [from, to], which is [−1, 1] for InceptionV3. The shape is kept.
 *
 * @throws {UserError} If the options of several ways are mixed, or if only one of mean and std is
 * given.
 *
 * @example
 * ```ts
 * import { input, normalize, pipeline } from "../mod.ts";
 *
 * pipeline(input(75, 75, 3), normalize({ range: [-1, 1] }));
 * pipeline(input(28, 28, 1), normalize({ mean: 72.9, std: 90 }));
 * ```
 */
export function normalize(options: NormalizeOptions = {}): Step<KeepRule<"normalize">> {
  return normalize.definition.create({ ...options });
}

const perChannel = (of: Field<number>): Field<PerChannel> => ({
  schema: { anyOf: [of.schema, { type: "array", items: of.schema, minItems: 1 }] },
  read: (value, path) => Array.isArray(value) ? list(of).read(value, path) : of.read(value, path),
});

/** @internal */
normalize.definition = defineStep("normalize", {
  scale: optional(number()),
  offset: optional(number()),
  mean: optional(perChannel(number())),
  std: optional(perChannel(number({ above: 0 }))),
  range: optional(list(number(), 2, 2)),
}, ({ scale, offset, mean, std, range }, path) => {
  const scaled = scale !== undefined || offset !== undefined;
  const standard = mean !== undefined || std !== undefined;
  const ways = [scaled, standard, range !== undefined].filter(Boolean).length;
  if (ways > 1 || (standard && (mean === undefined || std === undefined))) {
    throw new UserError(`${path}: expected scale and offset, or mean and std, or range alone`);
  }
  const [from, to] = [range?.[0] ?? 0, range?.[1] ?? 1];
  const same = keep("normalize");
  return {
    rescales: true,
    outputSpec(input) {
      const channels = input.shape.at(-1) ?? NaN;
      for (const numbers of [mean, std]) {
        const given = typeof numbers === "object" ? numbers.length : channels;
        if (given < channels || given > channels) {
          throw new UserError(
            `normalize: expected one number per channel (${channels}), found ${given}`,
          );
        }
      }
      return same(input);
    },
    forward(x, { ops }) {
      const constant = (value: PerChannel) =>
        typeof value === "number" ? ops.constant(value) : ops.constant(value, [value.length]);
      if (mean !== undefined && std !== undefined) {
        return ops.div(ops.sub(x, constant(mean)), constant(std));
      }
      const factor = range ? (to - from) / 255 : scale ?? (offset === undefined ? 1 / 255 : 1);
      const shift = range ? from : offset ?? 0;
      const stretched = ops.mul(x, ops.constant(factor));
      return shift === 0 ? stretched : ops.add(stretched, ops.constant(shift));
    },
  };
});

import { UserError } from "../errors.ts";
import {
  choice,
  type Field,
  formatValue,
  identifier,
  optional,
  text,
  withDefault,
} from "../fields.ts";
import { hint } from "../hint.ts";
import { type NetworkName, networkNames, networks } from "../networks/mod.ts";
import type { NetworkOutput } from "../networks/types.ts";
import { partOutput } from "../part.ts";
import { type ImageSpec, needImage, type NeedsImage, showShape } from "../shape.ts";
import { rule, type Step, type TensorSpec, type TypeRule } from "../step.ts";
import { defineStep } from "../definition.ts";
import { frozen } from "./frozen.ts";
import type { Named } from "./named.ts";

/** The type rule of `pretrained`. */
export interface PretrainedRule<Name extends NetworkName, U> extends TypeRule {
  /** @internal */
  readonly out: this["in"] extends ImageSpec<
    infer H extends number,
    infer W extends number,
    infer C extends number,
    infer N extends number
  > ? NetworkOutput<Name, U, H, W, C, N>
    : NeedsImage<"pretrained", this["in"]>;
}

/** Which steps of the network learn: all, none, or the step `from` and those after it. */
export type Trainable = boolean | { readonly from: string };

/** The options of a pretrained network. */
export interface PretrainedOptions<U extends string | undefined> extends Named {
  /** The last step that is used, such as "mixed7"; by default the last one of the network. */
  readonly until?: U;
  /**
   * Where the weights come from: "embedded" (those in this repository), "imagenet" (Keras's own,
   * which must be downloaded), "random" (initial values instead of learned ones), or the path of a
   * file (.safetensors, Keras's .h5, or a TensorFlow.js model.json). By default embedded if the
   * repository has weights of the network, else imagenet.
   */
  readonly weights?: string;
  /** False by default: nothing learns, and the network runs in inference mode, as in `frozen`. */
  readonly trainable?: Trainable;
}

/**
 * A network with weights that were learned on other data, without its top: `inception-v3` ([h, w, 3]
 * → [h′, w′, 768] at `mixed7`; 75x75 becomes 3x3) or `vgg16` ([h, w, 3] → [⌊h/32⌋, ⌊w/32⌋, 512]).
 * Its steps are those of `dsl/networks/`, under Keras's names, and appear in summaries and files like
 * any others.
 *
 * By default the network is frozen: nothing learns, and batch norm uses its moving statistics. With
 * `trainable: { from: "mixed6" }` the steps before mixed6 are frozen and the others learn.
 *
 * The weights are read when the pipeline runs, not when it is created. InceptionV3 was trained on
 * pixels from −1 to 1: put `normalize({ range: [-1, 1] })` before it.
 *
 * @param network The name of the network; `networkNames` lists all.
 * @throws {UserError} If the network, or a step that an option names, does not exist.
 *
 * @example The chapter's transfer learning
 * ```ts
 * import { dense, flatten, input, normalize, pipeline, pretrained, summaryRows, summaryTotals } from "../mod.ts";
 *
 * const p = pipeline(
 *   input(75, 75, 3, { classes: 10 }), normalize({ range: [-1, 1] }),
 *   pretrained("inception-v3", { until: "mixed7" }),
 *   flatten(), dense(64, "relu"), dense(10, "softmax"),
 * );
 * const { total, trainable } = summaryTotals(summaryRows(p));
 * console.assert(total === 9_418_346 && trainable === 443_082);
 * ```
 */
export function pretrained<
  const Name extends NetworkName,
  const U extends string | undefined = undefined,
>(network: Name, options: PretrainedOptions<U> = {}): Step<PretrainedRule<Name, U>> {
  return pretrained.definition.create({ network, ...options });
}

const trainable: Field<Trainable> = {
  schema: {
    anyOf: [{ type: "boolean" }, {
      type: "object",
      properties: { from: identifier.schema },
      required: ["from"],
      additionalProperties: false,
    }],
  },
  read(value, path) {
    if (typeof value === "boolean") return value;
    if (typeof value !== "object" || value === null || Object.keys(value).join() !== "from") {
      throw new UserError(
        `${path}: expected true, false or { from: the name of a step }, found ${
          formatValue(value)
        }`,
      );
    }
    const { from } = value as { from: unknown };
    return Object.freeze({ from: identifier.read(from, `${path}.from`) });
  },
};

/** @internal */
pretrained.definition = defineStep("pretrained", {
  network: choice(networkNames),
  until: optional(identifier),
  weights: optional(text()),
  trainable: withDefault(trainable, false),
}, ({ network, until, weights, trainable, name }, path) => {
  const whole = networks[network]();
  const steps = until === undefined ? whole : whole.slice(0, at(whole, until, `${path}.until`) + 1);
  const first = typeof trainable === "object"
    ? at(steps, trainable.from, `${path}.trainable.from`)
    : 0;
  const last = steps.at(-1)?.name ?? "";
  const outputOf = (input: TensorSpec) => partOutput("pretrained", 0, steps, input);
  return {
    parts: [first > 0 ? [frozen(steps.slice(0, first)), ...steps.slice(first)] : steps],
    freezes: trainable === false,
    weightsFrom: { network, steps, ...(weights !== undefined && { weights }) },
    cut(part): Step {
      const upTo = innermost(part);
      const learns = typeof trainable !== "object" || at(steps, upTo, path) >= first;
      return pretrained.definition.create({
        network,
        until: upTo,
        weights,
        trainable: learns && trainable,
        name,
      });
    },
    outputSpec(input) {
      const [height, width, channels] = needImage("pretrained", input);
      const found = `but the step before gives ${showShape(input.shape)}`;
      if (channels < 3 || channels > 3) {
        throw new UserError(
          `pretrained: ${network} needs 3 channels, ${found}; put toRgb() between them`,
        );
      }
      const least = (size: number): number => fits(outputOf, size) ? size : least(size + 1);
      if (!fits(outputOf, Math.min(height, width))) {
        const side = least(1);
        throw new UserError(
          `pretrained: ${network} to ${last} needs an image of at least ${side}x${side}, ` +
            `${found}; put resize() between them`,
        );
      }
      return outputOf(input);
    },
    forward: (x, { run }) => run(0, x),
  };
});

/** The index of the step `name`. Throws a UserError if there is none. */
function at(steps: readonly Step[], name: string, path: string): number {
  const i = steps.findIndex((step) => step.name === name);
  if (i >= 0) return i;
  const names = steps.flatMap((step) => step.name ?? []);
  throw new UserError(
    `${path}: expected the name of a step such as ${names.slice(-3).join(", ")}, found ${
      formatValue(name)
    }${hint(name, names)}`,
  );
}

/** The name of the last step, which may be inside the frozen lower part. */
function innermost(steps: readonly Step[]): string {
  const last = steps.at(-1);
  return last?.name ?? innermost(last?.[rule].parts?.[0] ?? []);
}

/** Whether the network takes a square image with this side; one that is not known (NaN) counts. */
function fits(outputOf: (input: TensorSpec) => TensorSpec, side: number): boolean {
  try {
    outputOf({ shape: [side, side, 3], classes: 0 });
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

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

interface PretrainedRule<Name extends NetworkName, U> extends TypeRule {
  readonly out: this["in"] extends ImageSpec<
    infer H extends number,
    infer W extends number,
    infer C extends number,
    infer N extends number
  > ? NetworkOutput<Name, U, H, W, C, N>
    : NeedsImage<"pretrained", this["in"]>;
}

/** Which steps of the network learn: all, none, or those from the named one on. */
export type Trainable = boolean | { readonly from: string };

/** How much of a network is used, and how. */
export interface PretrainedOptions<U extends string | undefined> extends Named {
  /** The last step that is used, such as "mixed7"; without it the whole network. */
  readonly until?: U;
  /**
   * Where the weights come from: "embedded" (those of this repository), "imagenet" (Keras's own, to
   * be downloaded), "random" (none: they are drawn), or the path of a file (.safetensors, Keras's
   * .h5, or a TensorFlow.js model.json). Without it: embedded if there are some, else imagenet.
   */
  readonly weights?: string;
  /** False (the default): nothing learns, and the network runs as in use (`frozen`). */
  readonly trainable?: Trainable;
}

/**
 * A network with weights learned elsewhere, without its top: `inception-v3` ([h, w, 3] →
 * [h′, w′, 768] at `mixed7`; 3x3 from 75x75) or `vgg16`. Its steps are those of
 * `dsl/networks/`, under Keras's names, and are summed up, tapped and saved like any others.
 *
 * A frozen network does not learn and runs as in use: batch norm takes its moving statistics. With
 * `trainable: { from: "mixed6" }` what stands before mixed6 is frozen and the rest learns.
 *
 * The weights are read when the pipeline is run, not here. InceptionV3 was trained on pixels in
 * −1…1: put `normalize({ range: [-1, 1] })` in front.
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
  const flow = (input: TensorSpec) => partOutput("pretrained", 0, steps, input);
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
      const least = (size: number): number => fits(flow, size) ? size : least(size + 1);
      if (!fits(flow, Math.min(height, width))) {
        const side = least(1);
        throw new UserError(
          `pretrained: ${network} to ${last} needs an image of at least ${side}x${side}, ` +
            `${found}; put resize() between them`,
        );
      }
      return flow(input);
    },
    forward: (x, { run }) => run(0, x),
  };
});

/** The place of a network's step. Throws a UserError when it has no such step. */
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

/** The name of the last step, inside the frozen lower part if need be. */
function innermost(steps: readonly Step[]): string {
  const last = steps.at(-1);
  return last?.name ?? innermost(last?.[rule].parts?.[0] ?? []);
}

/** Does a square image of that side go through? One whose size isn't known (NaN) does. */
function fits(flow: (input: TensorSpec) => TensorSpec, side: number): boolean {
  try {
    flow({ shape: [side, side, 3], classes: 0 });
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

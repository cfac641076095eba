import { flag, number, withDefault } from "../fields.ts";
import { initializers } from "../initializers.ts";
import type { Initializer, Step, WeightSpec } from "../step.ts";
import { defineStep } from "../definition.ts";
import { rescale, type RescaleRule } from "./keep.ts";
import type { Named } from "./named.ts";

/** The options of batch normalisation; defaults as in Keras's `BatchNormalization`. */
export interface BatchNormOptions extends Named {
  /** The share of the moving statistics that each training step keeps; 0.99. */
  readonly momentum?: number;
  /** ε, which is added to the variance; 0.001. */
  readonly epsilon?: number;
  /** Whether to learn one factor γ (gamma) per channel; true. */
  readonly scale?: boolean;
  /** Whether to learn one offset β (beta) per channel; true. */
  readonly center?: boolean;
}

/**
 * Batch normalisation (Ioffe and Szegedy, 2015): γ·(x − μ)/√(σ² + ε) + β for each channel. During
 * training, μ and σ² are the batch's mean and (biased) variance, and the moving statistics are
 * updated: moving ← momentum·moving + (1 − momentum)·batch. Otherwise, μ and σ² are the moving
 * statistics. The shape is kept. There are four weights per channel, of which γ and β are trained.
 *
 * @throws {UserError} If an option is out of its bounds.
 *
 * @example
 * ```ts
 * import { batchNorm, input, pipeline, summaryRows } from "../mod.ts";
 * console.assert(summaryRows(pipeline(input(8, 8, 64), batchNorm()))[0]?.parameters === 256);
 * ```
 */
export function batchNorm(options: BatchNormOptions = {}): Step<RescaleRule<"batchNorm">> {
  return batchNorm.definition.create({ ...options });
}

/** @internal */
batchNorm.definition = defineStep("batchNorm", {
  momentum: withDefault(number({ from: 0, below: 1 }), 0.99),
  epsilon: withDefault(number({ above: 0 }), 1e-3),
  scale: withDefault(flag, true),
  center: withDefault(flag, true),
}, ({ momentum, epsilon, scale, center }) => ({
  layer: "BatchNormalization",
  outputSpec: rescale("batchNorm"),
  weights({ shape }) {
    const one = (name: string, initializer: Initializer, trainable: boolean): WeightSpec => ({
      name,
      shape: [shape.at(-1) ?? NaN],
      initializer,
      trainable,
    });
    return [
      ...(scale ? [one("gamma", initializers.ones, true)] : []),
      ...(center ? [one("beta", initializers.zeros, true)] : []),
      one("moving_mean", initializers.zeros, false),
      one("moving_variance", initializers.ones, false),
    ];
  },
  forward(x, { ops, weights, training, update }) {
    const { gamma, beta, moving_mean: movingMean, moving_variance: movingVariance } = weights;
    if (!movingMean || !movingVariance) throw new Error("batchNorm needs its moving statistics");
    let mean = movingMean, variance = movingVariance;
    if (training) {
      const axes = x.shape.slice(0, -1).map((_, axis) => axis);
      mean = ops.mean(x, axes);
      const off = ops.sub(x, mean);
      variance = ops.mean(ops.mul(off, off), axes);
      const follow = (moving: typeof x, batch: typeof x) =>
        ops.add(
          ops.mul(moving, ops.constant(momentum)),
          ops.mul(batch, ops.constant(1 - momentum)),
        );
      update("moving_mean", follow(movingMean, mean));
      update("moving_variance", follow(movingVariance, variance));
    }
    const deviation = ops.sqrt(ops.add(variance, ops.constant(epsilon)));
    const normal = ops.div(ops.sub(x, mean), deviation);
    const scaled = gamma ? ops.mul(normal, gamma) : normal;
    return beta ? ops.add(scaled, beta) : scaled;
  },
}));

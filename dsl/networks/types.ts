/** The networks for the compiler: the output at each step where a network is usually cut. */
import type { TensorSpec } from "../step.ts";
import type { ImageSpec, ShowShape } from "../shape.ts";
import type { Slide } from "../window.ts";
import type { NetworkName } from "./mod.ts";

/** The size and the stride of a window without padding. */
type Window = readonly [size: number, stride: number];

/** A network up to one of its steps. */
interface Stage {
  /** The windows up to this step that change the size, in order. */
  readonly windows: readonly Window[];
  /** The channels of its output. */
  readonly channels: number;
  /** The least height and width that its input may have. */
  readonly least: number;
}

interface At<W extends readonly Window[], C extends number, L extends number> extends Stage {
  readonly windows: W;
  readonly channels: C;
  readonly least: L;
}

type Stem = readonly [[3, 2], [3, 1], [3, 2], [3, 1], [3, 2]];
type Mixed3 = readonly [...Stem, [3, 2]];
type Mixed8 = readonly [...Mixed3, [3, 2]];
type Pools<N extends number, W extends readonly Window[] = []> = W["length"] extends N ? W
  : Pools<N, [...W, [2, 2]]>;

/** The stages by network and step. A test compares them with the steps of the networks. */
interface Stages extends Record<NetworkName, { readonly [step: string]: Stage }> {
  "inception-v3": {
    mixed0: At<Stem, 256, 27>;
    mixed1: At<Stem, 288, 27>;
    mixed2: At<Stem, 288, 27>;
    mixed3: At<Mixed3, 768, 43>;
    mixed4: At<Mixed3, 768, 43>;
    mixed5: At<Mixed3, 768, 43>;
    mixed6: At<Mixed3, 768, 43>;
    mixed7: At<Mixed3, 768, 43>;
    mixed8: At<Mixed8, 1280, 75>;
    mixed9: At<Mixed8, 2048, 75>;
    mixed10: At<Mixed8, 2048, 75>;
  };
  vgg16: {
    block1_pool: At<Pools<1>, 64, 2>;
    block2_pool: At<Pools<2>, 128, 4>;
    block3_pool: At<Pools<3>, 256, 8>;
    block4_pool: At<Pools<4>, 512, 16>;
    block5_pool: At<Pools<5>, 512, 32>;
  };
}

/** The last step of each network. */
interface LastStep extends Record<NetworkName, string> {
  "inception-v3": "mixed10";
  vgg16: "block5_pool";
}

type Slid<H extends number, W extends number, Ws, C extends number, N extends number> = Ws extends
  readonly [infer X extends Window, ...infer R]
  ? Slide<"", "", H, W, X[0], X[1], 1, "valid", C, N> extends
    ImageSpec<infer OH extends number, infer OW extends number, C, N> ? Slid<OH, OW, R, C, N>
  : never
  : ImageSpec<H, W, C, N>;

/**
 * The output of the network `Name` up to step `U` for an image, or the sentence that says why the
 * image does not fit; `unknown` for a step that is not among the stages.
 */
export type NetworkOutput<
  Name extends NetworkName,
  U,
  H extends number,
  W extends number,
  C extends number,
  N extends number,
> = number extends C ? Fitting<Name, U, H, W, C, N>
  : C extends 3 ? Fitting<Name, U, H, W, C, N>
  : `pretrained: ${Name} needs 3 channels, but the step before gives ${ShowShape<
    [H, W, C]
  >}; put toRgb() between them`;

type Fitting<
  Name extends NetworkName,
  U,
  H extends number,
  W extends number,
  C extends number,
  N extends number,
> = string extends U ? unknown
  : (U extends string ? U : LastStep[Name]) extends infer Step extends string
    ? Step extends keyof Stages[Name]
      ? Stages[Name][Step] extends infer S extends Stage
        ? [Slid<H, W, S["windows"], S["channels"], N>] extends [never]
          ? `pretrained: ${Name} to ${Step} needs an image of at least ${S["least"]}x${S[
            "least"
          ]}, but the step before gives ${ShowShape<[H, W, C]>}; put resize() between them`
        : Slid<H, W, S["windows"], S["channels"], N> extends infer F extends TensorSpec ? F
        : never
      : unknown
    : unknown
  : unknown;

/** Decisions about a whole program, made before its nodes are lowered one by one. */
import type { Node } from "../../graph/node.ts";
import type { Program } from "../../graph/program.ts";
import { fusedBiases } from "./passes/bias.ts";
import { type ColumnLimits, convolutionsAtOnce } from "./passes/columns.ts";
import { requestedLayouts } from "./passes/layouts.ts";
import type { PixelLayout } from "./layout.ts";

/** The decisions. Each comes from one file of `passes/`. */
export interface Plan {
  /** Additions of a bias to a matrix product or convolution, which one operation computes. */
  readonly biased: ReadonlyMap<Node, { readonly product: Node; readonly bias: Node }>;
  /** The products and convolutions of `biased`, which are lowered together with their addition. */
  readonly absorbed: ReadonlySet<Node>;
  /** Convolutions and gradients that gather all their columns at once; others go piece by piece. */
  readonly atOnce: ReadonlySet<Node>;
  /** The size of a piece's columns, in bytes. */
  readonly pieceBytes: number;
  /** The attributes of convolutions whose image gradient is computed too. */
  readonly imageGradients: ReadonlySet<unknown>;
  /** The layout in which a node's readers can use it without moving pixels. */
  readonly requestedLayouts: ReadonlyMap<Node, PixelLayout>;
}

/** Makes the decisions. */
export function planFor(program: Program, limits: ColumnLimits): Plan {
  const biased = fusedBiases(program);
  return {
    biased,
    absorbed: new Set([...biased.values()].map(({ product }) => product)),
    atOnce: convolutionsAtOnce(program, limits),
    pieceBytes: limits.piece,
    imageGradients: new Set(
      program.nodes.filter((node) => node.primitive.name === "conv2dImageGradient")
        .map((node) => node.attributes),
    ),
    requestedLayouts: requestedLayouts(program),
  };
}

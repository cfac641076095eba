/** What is decided about a program before its nodes are lowered one by one. */
import type { Node } from "../../graph/node.ts";
import type { Program } from "../../graph/program.ts";
import { fusedBiases } from "./passes/bias.ts";
import { type ColumnLimits, convolutionsAtOnce } from "./passes/columns.ts";
import { requestedLayouts } from "./passes/layouts.ts";
import type { PixelLayout } from "./layout.ts";

/** The decisions. */
export interface Plan {
  /** The sums that are a product or convolution plus a bias, and which. */
  readonly biased: ReadonlyMap<Node, { readonly product: Node; readonly bias: Node }>;
  /** The nodes that are lowered as part of another. */
  readonly absorbed: ReadonlySet<Node>;
  /** Convolutions (and their gradients) that gather whole columns of rows; others go piece by piece. */
  readonly atOnce: ReadonlySet<Node>;
  /** Bytes of columns in one piece. */
  readonly pieceBytes: number;
  /** The convolutions (by their attributes) whose image gradient is wanted too. */
  readonly imageGradients: ReadonlySet<unknown>;
  /** The layout that a node's readers would like best. */
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

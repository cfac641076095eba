/**
 * Which layout each image batch should be made in: before a pooling that tiles the image, the one
 * that deals the pixels out to the pooling's parts. The wish travels back through elementwise
 * functions to the convolution that can grant it.
 */
import type { Node } from "../../../graph/node.ts";
import type { Program } from "../../../graph/program.ts";
import type { PoolAttributes } from "../../../graph/primitives/max_pool.ts";
import { phases, type PixelLayout, tilesImage } from "../layout.ts";

const POOLS = new Set(["maxPool", "meanPool"]);

/** The wishes; the first reader's counts. */
export function requestedLayouts({ nodes }: Program): Map<Node, PixelLayout> {
  const wishes = new Map<Node, PixelLayout>();
  for (const node of nodes.toReversed()) {
    const { window } = node.attributes as Partial<PoolAttributes>;
    const pools = POOLS.has(node.primitive.name) && window && tilesImage(window);
    // A pool's own wish is about its input; another's is passed on to inputs of the same shape.
    const wish = pools ? phases(window) : wishes.get(node);
    if (!wish) continue;
    for (const input of node.inputs) {
      const same = input.shape.join() === node.shape.join();
      if ((pools || same) && !wishes.has(input)) wishes.set(input, wish);
    }
  }
  return wishes;
}

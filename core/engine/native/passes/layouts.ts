/**
 * Decides in which pixel layout each image batch should be computed. Before a pooling that tiles the
 * image it is the layout whose parts are the pooling's taps, because pooling then moves no pixels. The
 * request is passed back through elementwise functions to the convolution that computes the image.
 */
import type { Node } from "../../../graph/node.ts";
import type { Program } from "../../../graph/program.ts";
import type { PoolAttributes } from "../../../graph/primitives/max_pool.ts";
import { phases, type PixelLayout, tilesImage } from "../layout.ts";

const POOLS = new Set(["maxPool", "meanPool"]);

/** The requested layout of each node. If its readers differ, the first reader's request counts. */
export function requestedLayouts({ nodes }: Program): Map<Node, PixelLayout> {
  const requests = new Map<Node, PixelLayout>();
  for (const node of nodes.toReversed()) {
    const { window } = node.attributes as Partial<PoolAttributes>;
    const pools = POOLS.has(node.primitive.name) && window && tilesImage(window);
    // A pooling makes a request for its input; other nodes pass theirs on to inputs of their shape.
    const request = pools ? phases(window) : requests.get(node);
    if (!request) continue;
    for (const input of node.inputs) {
      const same = input.shape.join() === node.shape.join();
      if ((pools || same) && !requests.has(input)) requests.set(input, request);
    }
  }
  return requests;
}

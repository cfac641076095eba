/** The arithmetic of a group of updates, on all its variables in one flat tensor. */
import type { Node } from "../../../graph/node.ts";
import { sizeOf } from "../../../graph/tensor.ts";
import type { Name } from "../onnx_parts.ts";
import { type GroupedUpdate, isElementwise } from "../passes/grouped_updates.ts";
import { emitters } from "./elementwise.ts";
import type { LoweringContext } from "./lower.ts";

/**
 * Emits the new values of all the group's variables, one after the other, as one flat tensor.
 *
 * @param feed declares the tensor that holds the old values of some variables, one after the other
 */
export function lowerGroupedUpdate(
  { root, variables, values: gradients }: GroupedUpdate,
  { model, values }: LoweringContext,
  feed: (names: readonly string[]) => Name,
): Name {
  const made = new Map<Node, Name>();
  const emit = (node: Node): Name => {
    const group = variables.get(node);
    if (group) return feed(group);
    const parts = gradients.get(node);
    if (parts) {
      return model.concat(
        parts.map((part) => model.reshape(values.plain(part), [sizeOf(part.shape)])),
        0,
      );
    }
    if (!isElementwise(node, root.shape)) return model.reshape(values.plain(node), []);
    const known = made.get(node);
    if (known) return known;
    const name = emitters[node.primitive.name]!(model, node.inputs.map(emit));
    made.set(node, name);
    return name;
  };
  return emit(root);
}

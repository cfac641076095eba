/** The graph's leaves: values that come from outside and have no inputs. */
import { sizeOf } from "../tensor.ts";
import { apply, type Floats, type Node, type Primitive, type Shape } from "../node.ts";

/** A value under a name: an input of every run, or a variable that lives between runs. */
export interface NamedLeaf {
  readonly name: string;
  readonly shape: Shape;
}

/** Numbers drawn anew at every run; `name` tells one draw from another within a program. */
export interface RandomLeaf extends NamedLeaf {
  readonly distribution: "uniform" | "normal";
}

const externalLeaf = <A extends { readonly shape: Shape }>(name: string): Primitive<A> => ({
  name,
  shape: (_, { shape }) => shape,
  compute() {
    throw new RangeError(
      `A ${name} has no computation: the engine must be externalLeaf its value.`,
    );
  },
});

/** Fed at every run. */
export const input: Primitive<NamedLeaf> = externalLeaf("input");
/** Kept by the engine between runs, and changed by a program's updates. */
export const variable: Primitive<NamedLeaf> = externalLeaf("variable");
/** Fed at every run from the run's generator. */
export const random: Primitive<RandomLeaf> = externalLeaf("random");

/** Known when the graph is built. */
export const constant: Primitive<{ readonly shape: Shape; readonly data: Floats }> = {
  name: "constant",
  shape: (_, { shape, data }) => {
    if (data.length === sizeOf(shape)) return shape;
    throw new RangeError(`a constant of shape [${shape}] needs ${sizeOf(shape)} numbers`);
  },
  compute: (_, { data }, out) => out.data.set(data),
};

/** A constant node from a number or an array. */
export const constantOf = (data: number | ArrayLike<number>, shape: Shape = []): Node =>
  apply(constant, [], {
    shape: typeof data === "number" || shape.length > 0 ? shape : [data.length],
    data: typeof data === "number"
      ? new Float32Array(sizeOf(shape)).fill(data)
      : Float32Array.from(data),
  });

/** Is this node of that kind of leaf? Narrows its attributes. */
export const isLeaf = <A>(node: Node, leaf: Primitive<A>): node is Node<A> =>
  node.primitive.name === leaf.name;

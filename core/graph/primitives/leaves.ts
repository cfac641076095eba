/** The graph's leaves: nodes without inputs, whose values come from outside. */
import { sizeOf } from "../tensor.ts";
import { apply, type Floats, type Node, type Primitive, type Shape } from "../node.ts";

/** The name and shape of an input, which is fed at every run, or of a variable, which a store keeps. */
export interface NamedLeaf {
  /** The name under which the caller feeds it or a store keeps it. */
  readonly name: string;
  /** The size of each axis. */
  readonly shape: Shape;
}

/** The name, shape and distribution of numbers that are drawn anew at every run (dropout, noise). */
export interface RandomLeaf extends NamedLeaf {
  /** Uniform on [0, 1), or normal with mean 0 and standard deviation 1. */
  readonly distribution: "uniform" | "normal";
}

const externalLeaf = <A extends { readonly shape: Shape }>(name: string): Primitive<A> => ({
  name,
  shape: (_, { shape }) => shape,
  compute() {
    throw new RangeError(
      `${name} has no loops: an engine must be fed its value.`,
    );
  },
});

/** An array that the caller feeds at every run. */
export const input: Primitive<NamedLeaf> = externalLeaf("input");
/** An array that a store keeps between runs and a program's updates replace. */
export const variable: Primitive<NamedLeaf> = externalLeaf("variable");
/** An array that the caller feeds from its random generator at every run. */
export const random: Primitive<RandomLeaf> = externalLeaf("random");

/** An array that is known when the graph is built. */
export const constant: Primitive<{ readonly shape: Shape; readonly data: Floats }> = {
  name: "constant",
  shape: (_, { shape, data }) => {
    if (data.length === sizeOf(shape)) return shape;
    throw new RangeError(`a constant of shape [${shape}] needs ${sizeOf(shape)} numbers`);
  },
  compute: (_, { data }, out) => out.data.set(data),
};

/** A constant node from an array, or from one number that fills `shape`. */
export const constantOf = (data: number | ArrayLike<number>, shape: Shape = []): Node =>
  apply(constant, [], {
    shape: typeof data === "number" || shape.length > 0 ? shape : [data.length],
    data: typeof data === "number"
      ? new Float32Array(sizeOf(shape)).fill(data)
      : Float32Array.from(data),
  });

/** Is this node a leaf of the given kind? Narrows the type of its attributes. */
export const isLeaf = <A>(node: Node, leaf: Primitive<A>): node is Node<A> =>
  node.primitive.name === leaf.name;

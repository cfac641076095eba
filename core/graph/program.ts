/** A program: a graph with its inputs, its variables, its outputs, and its variables' updates. */
import { type Node, topological } from "./node.ts";
import {
  input,
  isLeaf,
  type NamedLeaf,
  random,
  type RandomLeaf,
  variable,
} from "./primitives/leaves.ts";

/** What an engine compiles: a graph and the names by which it exchanges arrays with the caller. */
export interface Program {
  /** All nodes, each after its inputs. */
  readonly nodes: readonly Node[];
  /** Fed by the caller at every run. */
  readonly inputs: readonly NamedLeaf[];
  /** Fed like inputs, with numbers from the caller's random generator. */
  readonly draws: readonly RandomLeaf[];
  /** Kept in a store between runs. */
  readonly variables: readonly NamedLeaf[];
  /** Returned by every run. */
  readonly outputs: ReadonlyMap<string, Node>;
  /** The variables' new values, which replace the old ones when a run ends. */
  readonly updates: ReadonlyMap<string, Node>;
}

/**
 * The program that computes some nodes.
 *
 * @param outputs the nodes to return, by name
 * @param updates the nodes whose values become the variables' new values, by the variables' names
 * @returns the program with all nodes that these depend on, and its leaves sorted by kind
 */
export function program(
  outputs: Readonly<Record<string, Node>>,
  updates: Readonly<Record<string, Node>> = {},
): Program {
  const nodes = topological([...Object.values(outputs), ...Object.values(updates)]);
  return {
    nodes,
    inputs: nodes.filter((node) => isLeaf(node, input)).map((node) => node.attributes),
    draws: nodes.filter((node) => isLeaf(node, random)).map((node) => node.attributes),
    variables: nodes.filter((node) => isLeaf(node, variable)).map((node) => node.attributes),
    outputs: new Map(Object.entries(outputs)),
    updates: new Map(Object.entries(updates)),
  };
}

/** A graph with a purpose: what is fed, what lives between runs, what comes out, what changes. */
import { type Node, topological } from "./node.ts";
import {
  input,
  isLeaf,
  type NamedLeaf,
  random,
  type RandomLeaf,
  variable,
} from "./primitives/leaves.ts";

/** What an engine compiles. */
export interface Program {
  /** All nodes, each after its inputs. */
  readonly nodes: readonly Node[];
  readonly inputs: readonly NamedLeaf[];
  /** Fed like inputs, from the run's generator. */
  readonly draws: readonly RandomLeaf[];
  readonly variables: readonly NamedLeaf[];
  readonly outputs: ReadonlyMap<string, Node>;
  /** Variables that get a new value at the end of each run. */
  readonly updates: ReadonlyMap<string, Node>;
}

/** Collects a program from what it shall give and what it shall change. */
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

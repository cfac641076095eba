/** Finds circles of imports: files that need each other, so that none of them can be read first. */
import type { Import } from "./imports.ts";

/**
 * The circles among these imports, imports of types included. A circle is a list of files in the order
 * of import, with the first repeated at the end. Every file that belongs to a circle is in at least one
 * of those returned; a file in one of them is not the first of another.
 */
export function circles(all: readonly Import[]): string[][] {
  const targets = new Map<string, string[]>();
  for (const { file, target, module } of all) {
    if (module === "file") targets.set(file, [...targets.get(file) ?? [], target]);
  }
  const found: string[][] = [];
  const reported = new Set<string>();
  for (const start of [...targets.keys()].sort()) {
    if (reported.has(start)) continue;
    const way = shortestWayBack(start, targets);
    if (!way) continue;
    found.push(way);
    way.forEach((file) => reported.add(file));
  }
  return found;
}

/** The shortest circle through `start`, by breadth-first search. */
function shortestWayBack(
  start: string,
  targets: ReadonlyMap<string, readonly string[]>,
): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const file of queue) {
    for (const target of targets.get(file) ?? []) {
      if (target === start) {
        const way = [start];
        for (let at = file; at !== start; at = cameFrom.get(at)!) way.unshift(at);
        return [start, ...way];
      }
      if (cameFrom.has(target)) continue;
      cameFrom.set(target, file);
      queue.push(target);
    }
  }
  return undefined;
}

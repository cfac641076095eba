/** Circles of imports: files that need each other, so that neither can be read first. */
import type { Import } from "./imports.ts";

/**
 * The circles that imports make, imports of types included. A circle is the files on the way, the
 * first named again at the end. Every file that stands in a circle is in at least one of those
 * returned, and a file that was named in one begins no other.
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

/** Breadth first, so that the circle is named by as few files as possible. */
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

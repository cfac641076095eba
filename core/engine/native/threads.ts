/** How many threads pay: one for each physical core. */

/** The machine's physical cores, as far as it tells; never more than the process may use. */
export function physicalCores(): number {
  const logical = navigator.hardwareConcurrency;
  const cores = new Set<string>();
  try {
    for (let i = 0; i < logical; i++) {
      // Linux lists for each logical core those that share its physical one.
      cores.add(
        Deno.readTextFileSync(`/sys/devices/system/cpu/cpu${i}/topology/thread_siblings_list`),
      );
    }
  } catch {
    // Another system, or no permission to look: take the logical cores.
    return logical;
  }
  return Math.max(1, cores.size);
}

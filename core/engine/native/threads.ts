/** The default number of threads: one per physical core, since more bring no speed. */

/** The number of physical cores; of logical cores where the system does not tell. */
export function physicalCores(): number {
  const logical = navigator.hardwareConcurrency;
  const cores = new Set<string>();
  try {
    for (let i = 0; i < logical; i++) {
      // For each logical core, Linux lists the logical cores that share its physical core.
      cores.add(
        Deno.readTextFileSync(`/sys/devices/system/cpu/cpu${i}/topology/thread_siblings_list`),
      );
    }
  } catch {
    // This is another system, or reading is not permitted.
    return logical;
  }
  return Math.max(1, cores.size);
}

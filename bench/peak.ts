/** The peak memory of this process. */

/** The peak memory in bytes; the memory in use now where the system keeps no record. */
export function peakMemory(): number {
  try {
    // "VmHWM:   123456 kB": the resident set's high-water mark, which Linux keeps.
    const [, kilobytes] = Deno.readTextFileSync("/proc/self/status").match(/VmHWM:\s*(\d+)/) ?? [];
    if (kilobytes) return Number(kilobytes) * 1024;
  } catch {
    // This system has no /proc.
  }
  return Deno.memoryUsage().rss;
}

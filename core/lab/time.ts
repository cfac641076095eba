/** Measures how long work takes. */
import { median } from "./tensors/statistics.ts";

/** Measures the median of `repeats` runs of `work` in milliseconds, after one run to warm up. */
export async function medianTime(work: () => unknown, repeats = 5): Promise<number> {
  await work();
  const times: number[] = [];
  for (let i = 0; i < repeats; i++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return median(times);
}

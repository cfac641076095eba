/** How long something takes. */
import { median } from "./tensors/statistics.ts";

/** The median of `repeats` runs of `work`, in milliseconds, after one run that warms up. */
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

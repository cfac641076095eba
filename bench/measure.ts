/** Measures cases in rounds that take turns, so that a disturbance hits all of them alike. */
import type { Engine } from "../core/engine/engine.ts";
import { median } from "../core/lab/statistics.ts";
import type { Case, Measurement, Prepared } from "./case.ts";

/** Whatever takes longer is measured once: its first time says enough. */
const PATIENCE_MS = 3000;

interface Runner {
  readonly one: Case;
  readonly engine: Engine;
  readonly prepared: Prepared;
  readonly first: number;
  readonly times: number[];
}

async function time(once: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await once();
  return performance.now() - began;
}

/** Prepares every case on every engine, runs each once, then all of them in turn `rounds` times. */
export async function measure(
  cases: readonly Case[],
  engines: readonly Engine[],
  rounds: number,
): Promise<Measurement[]> {
  const runners: Runner[] = [];
  try {
    for (const one of cases) {
      for (const engine of engines) {
        if (one.without?.includes(engine.name)) continue;
        const prepared = await one.prepare(engine);
        const first = await time(prepared.once);
        runners.push({ one, engine, prepared, first, times: [] });
      }
    }
    const quick = runners.filter(({ first }) => first <= PATIENCE_MS);
    for (let round = 0; round < rounds; round++) {
      for (const { prepared, times } of quick) times.push(await time(prepared.once));
    }
    return runners.map(({ one, engine, first, times }) => ({
      name: one.name,
      engine: engine.name,
      threads: engine.threads,
      ms: median(times.length > 0 ? times : [first]),
      unit: one.unit,
      best: Math.min(...times, ...times.length > 0 ? [] : [first]),
      rounds: Math.max(1, times.length),
      first,
      version: engine.version,
    }));
  } finally {
    for (const { prepared } of runners) await prepared.close?.();
  }
}

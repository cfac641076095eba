/** Measures cases in rounds that take turns, so that a disturbance hits all of them alike. */
import type { Engine } from "../core/engine/engine.ts";
import { median } from "../core/lab/statistics.ts";
import type { Case, Measurement, Prepared } from "./case.ts";

/** Whatever takes longer is measured once: its first time says enough. */
const PATIENCE_MS = 3000;
/** A round repeats what is short, so that it is measured at work and not just after a change. */
const ROUND_MS = 250;

interface Runner {
  readonly one: Case;
  readonly engine: Engine;
  readonly prepared: Prepared;
  readonly first: number;
  /** How often a round repeats it. */
  repeats: number;
  readonly times: number[];
}

async function time(once: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await once();
  return performance.now() - began;
}

/** Runs it as often as a round does; the milliseconds of one. */
async function round({ prepared, repeats }: Runner): Promise<number> {
  // What ran before has left its own data in the caches.
  if (repeats > 1) await prepared.once();
  return await time(async () => {
    for (let i = 0; i < repeats; i++) await prepared.once();
  }) / repeats;
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
        runners.push({ one, engine, prepared, first, repeats: 1, times: [] });
      }
    }
    const quick = runners.filter(({ first }) => first <= PATIENCE_MS);
    for (const runner of quick) {
      if (runner.first > ROUND_MS) continue;
      const ms = await time(runner.prepared.once);
      runner.repeats = Math.max(1, Math.floor(ROUND_MS / ms));
    }
    for (let turn = 0; turn < rounds; turn++) {
      for (const runner of quick) runner.times.push(await round(runner));
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

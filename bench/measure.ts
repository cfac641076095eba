/** Measures cases in rounds that alternate, so that other programs disturb all cases alike. */
import type { Engine } from "../core/engine/engine.ts";
import { median } from "../core/lab/tensors/statistics.ts";
import type { Case, Measurement, Prepared } from "./case.ts";

/** How often the cases are measured. */
export interface MeasureOptions {
  /** How many rounds. */
  readonly rounds: number;
  /** Milliseconds for which a round repeats a short case, so that it is measured with warm caches. */
  readonly roundMs?: number;
  /** A case whose first time takes more milliseconds than this is not repeated. */
  readonly onceMs?: number;
}

interface Runner {
  readonly benchmark: Case;
  readonly engine: Engine;
  readonly prepared: Prepared;
  readonly first: number;
  /** How often a round repeats the case. */
  repeats: number;
  readonly times: number[];
  peak: number | undefined;
}

async function time({ once }: Prepared): Promise<{ readonly ms: number; readonly peak?: number }> {
  const began = performance.now();
  const noted = await once();
  return { ms: performance.now() - began, ...noted };
}

/** Measures one round of a case, and notes the milliseconds per repetition. */
async function round({ prepared, repeats, times }: Runner): Promise<void> {
  if (repeats === 1) return void times.push((await time(prepared)).ms);
  // The first repetition is not measured: the case before has left its data in the caches.
  await prepared.once();
  const began = performance.now();
  for (let i = 0; i < repeats; i++) await prepared.once();
  times.push((performance.now() - began) / repeats);
}

/** Prepares every case on every engine, runs each once, and then measures all of them in alternating rounds. */
export async function measure(
  cases: readonly Case[],
  engines: readonly Engine[],
  { rounds, roundMs = 250, onceMs = 3000 }: MeasureOptions,
): Promise<Measurement[]> {
  const runners: Runner[] = [];
  try {
    for (const benchmark of cases) {
      for (const engine of engines) {
        if (benchmark.without?.includes(engine.name)) continue;
        const prepared = await benchmark.prepare(engine);
        const { ms, peak } = await time(prepared);
        runners.push({ benchmark, engine, prepared, first: ms, repeats: 1, times: [], peak });
      }
    }
    const quick = runners.filter(({ first }) => first <= onceMs);
    for (const runner of quick) {
      if (runner.first > roundMs) continue;
      runner.repeats = Math.max(1, Math.floor(roundMs / (await time(runner.prepared)).ms));
    }
    for (let turn = 0; turn < rounds; turn++) {
      for (const runner of quick) await round(runner);
    }
    return runners.map(({ benchmark, engine, first, times, peak }) => ({
      name: benchmark.name,
      engine: engine.name,
      threads: engine.threads,
      ms: median(times.length > 0 ? times : [first]),
      unit: benchmark.unit,
      best: Math.min(...times, ...times.length > 0 ? [] : [first]),
      rounds: Math.max(1, times.length),
      first,
      ...(peak !== undefined && { peak }),
      version: engine.version,
    }));
  } finally {
    for (const { prepared } of runners) await prepared.close?.();
  }
}

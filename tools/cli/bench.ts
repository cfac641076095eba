/** `deno task bench`: measures durations on this computer. */
import type { Case, Measurement } from "../../bench/case.ts";
import { measure } from "../../bench/measure.ts";
import { chapterCnn } from "../../bench/networks.ts";
import { profile } from "../../bench/profile.ts";
import { stepProgram } from "../../bench/training.ts";
import { Command, Option, wholeNumber } from "../../core/base/command_line.ts";
import type { Engine } from "../../core/engine/engine.ts";
import { engineNames, openEngine } from "../../core/engine/open.ts";
import { UserError } from "../../dsl/errors.ts";
import { quoted } from "../../core/base/quoted.ts";
import { memorySize } from "../../dsl/print/summary.ts";

const EXAMPLES = `
Times are medians over rounds; in each round, engines and measurements take turns. What takes less
than 0.25 s is repeated for 0.25 s per round; what takes more than 3 s is measured once.

Examples:
  deno task bench                                    every measurement on every available engine
  deno task bench --engine native wasm --rounds 20   two engines, with more rounds
  deno task bench --case train-step --json           one JSON line per measurement
  deno task bench --case scaling                     larger batches, images, networks, data sets
  deno task bench --engine wasm --profile            each primitive of a training step`;

const folder = new URL("../../bench/cases/", import.meta.url);

/** The command `bench`. */
export const command = () =>
  new Command("deno task bench")
    .description("Measures training steps, convolutions and start-up on every engine.")
    .addOption(
      new Option("--engine <names...>", "measure only these engines")
        .choices(engineNames.filter((name) => name !== "auto")),
    )
    .option("--threads <n>", "number of threads that compute", wholeNumber(1))
    .option("--case <names...>", "run only these measurements")
    .option("--rounds <n>", "number of rounds per measurement", wholeNumber(1), 7)
    .option("--profile", "measure the primitives of a training step instead", false)
    .option("--json", "print one JSON line per measurement", false)
    .option("--debug", "print the stack trace of errors", false)
    .addHelpText("after", EXAMPLES)
    .action(async ({ engine, threads, case: names, rounds, profile: profiled, json }) => {
      const cases = choose(await allCases(), names);
      const engines = await open(engine, threads);
      if (profiled) return await printProfiles(engines, json);
      for (const measurement of await measure(cases, engines, { rounds })) {
        console.log(json ? JSON.stringify(measurement) : sentence(measurement));
      }
    });

/** Prints the time of each primitive in a training step of the chapter's network, slowest first. */
async function printProfiles(engines: readonly Engine[], json: boolean): Promise<void> {
  for (const engine of engines) {
    const { name, threads, version } = engine;
    for (const share of await profile(engine, stepProgram(chapterCnn, 32, engine))) {
      const { what, count, ms } = share;
      const line = {
        name: `profile ${what}`,
        engine: name,
        threads,
        ms,
        unit: "a node",
        count,
        version,
      };
      const total = (ms * count).toFixed(3).padStart(9);
      console.log(
        json ? JSON.stringify(line) : `${name}/${threads} ${total} ms  ${count} × ${what}`,
      );
    }
  }
}

/** Imports every measurement in bench/cases/, in the order of their file names. */
export async function allCases(): Promise<Case[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) if (name.endsWith(".ts")) names.push(name);
  const modules = names.sort().map((name) => import(new URL(name, folder).href));
  const found: { default: Case | Case[] }[] = await Promise.all(modules);
  return found.flatMap((module) => module.default);
}

/** The cases that are named, by themselves or by their group; without names, those without a group. */
function choose(cases: readonly Case[], names: readonly string[] | undefined): readonly Case[] {
  const isNamed = ({ name, group }: Case) =>
    names ? names.includes(name) || (group && names.includes(group)) : group === undefined;
  const unknown = names?.find((asked) =>
    !cases.some(({ name, group }) => name === asked || group === asked)
  );
  if (unknown !== undefined) {
    const known = new Set(cases.map(({ name, group }) => group ?? name));
    throw new UserError(
      `Cannot measure ${quoted(unknown)}: expected one of ${
        [...known].join(", ")
      }. Correct --case.`,
    );
  }
  return cases.filter(isNamed);
}

/**
 * Opens the engines named in `asked`, or all. Without `asked`, an unavailable engine is reported and
 * skipped.
 *
 * @throws {UserError} If an engine in `asked` is unavailable.
 */
async function open(
  asked: readonly string[] | undefined,
  threads: number | undefined,
): Promise<Engine[]> {
  const engines: Engine[] = [];
  for (const name of asked ?? engineNames.filter((name) => name !== "auto")) {
    try {
      const engine = await openEngine(name, { tell: console.error, ...(threads && { threads }) });
      // An engine that replaces an unavailable one is measured under its own name only.
      if (engine.name === name) engines.push(engine);
    } catch (error) {
      if (asked || !(error instanceof UserError)) throw error;
      console.error(error.message);
    }
  }
  return engines;
}

function sentence(measured: Measurement): string {
  const { name, engine, threads, ms, unit, best, rounds, peak } = measured;
  const number = ms < 100 ? ms.toFixed(2) : String(Math.round(ms));
  const how = rounds === 1 ? "once" : `best ${best.toFixed(2)}, ${rounds} rounds`;
  const memory = peak === undefined ? "" : `, at most ${memorySize(peak)}`;
  return `${name.padEnd(14)} ${`${engine}/${threads}`.padEnd(9)} ${
    number.padStart(9)
  } ms ${unit} ` +
    `(${how}${memory})`;
}

/**
 * Reads damaged files of every format in processes of their own, and counts what became of them.
 * `deno task test:fuzz --files 10000 --seed 1`
 */
import { fromFileUrl } from "../../core/base/paths.ts";
import type { Ending } from "./fuzz_child.ts";

/** The longest that a file may take, and the most memory its process may have, in ms and MiB. */
export const LIMITS = { milliseconds: 2000, memory: 512 } as const;

/** Importing everything takes longer than any file. */
const START_UP = 60_000;

/** What became of the files of one format. */
export interface Tally {
  readonly format: string;
  files: number;
  refused: number;
  read: number;
  readonly problems: string[];
  slowest: number;
  peak: number;
}

/** Reads `count` damaged files of the format, from file number `first` on. */
export async function fuzz(
  format: string,
  seed: number,
  count: number,
  first = 0,
): Promise<Tally> {
  const tally: Tally = {
    ...{ format, files: 0, refused: 0, read: 0, problems: [], slowest: 0, peak: 0 },
  };
  const slow: number[] = [];
  for (let from = first; from < first + count;) {
    from = await batch(tally, seed, from, first + count, slow);
  }
  // On a busy machine anything may take long: only what is slow alone and twice is slow.
  for (const file of slow) await batch(tally, seed, file, file + 1);
  return tally;
}

/**
 * Reads files until the process ends or must be ended; returns the next file's number.
 *
 * @param slow Receives the files that took too long; without it they are problems.
 */
async function batch(
  tally: Tally,
  seed: number,
  from: number,
  to: number,
  slow?: number[],
): Promise<number> {
  const child = new Deno.Command("deno", {
    args: [
      ...[
        "run",
        "--quiet",
        "--no-check",
        "--allow-all",
        fromFileUrl(new URL("fuzz_child.ts", import.meta.url)),
      ],
      ...[tally.format, `${seed}`, `${from}`, `${to}`],
    ],
    ...{ stdin: "null", stdout: "piped", stderr: "piped" },
  }).spawn();
  let [next, late] = [from, false];
  const stop = () => {
    late = true;
    child.kill("SIGKILL");
  };
  let timer = setTimeout(stop, START_UP);
  const problem = (what: string) => {
    tally.problems.push(`${tally.format}, seed ${seed}, file ${next}: ${what}`);
    next++;
    tally.files++;
  };
  const errors = new Response(child.stderr).text();
  const lines = child.stdout.pipeThrough(new TextDecoderStream());
  let rest = "";
  for await (const piece of lines) {
    const whole = (rest + piece).split("\n");
    rest = whole.pop() ?? "";
    for (const line of whole) {
      clearTimeout(timer);
      timer = setTimeout(stop, 5 * LIMITS.milliseconds);
      const said: Ending | { readonly begins: number } = JSON.parse(line);
      if ("begins" in said) continue;
      const { outcome, message, milliseconds, peak } = said;
      tally.peak = Math.max(tally.peak, peak);
      if (outcome === "crashed") problem(message);
      else if (milliseconds > LIMITS.milliseconds && slow) slow.push(next++);
      else if (milliseconds > LIMITS.milliseconds) problem(`took ${Math.round(milliseconds)} ms`);
      else if (peak > LIMITS.memory) {
        problem(`took ${peak} MiB`);
        // The peak of a process never falls: the next file is read by another one.
        child.kill("SIGKILL");
      } else {
        tally.slowest = Math.max(tally.slowest, milliseconds);
        tally[outcome]++;
        next++;
        tally.files++;
      }
    }
  }
  clearTimeout(timer);
  const { code } = await child.status;
  const printed = (await errors).trim();
  if (late && slow) slow.push(next++);
  else if (late) problem("hung");
  else if (code !== 0 && code !== 137 && next < to) {
    problem(`ended with ${code}: ${printed.slice(0, 500)}`);
  } else if (printed !== "") {
    tally.problems.push(`${tally.format}: printed ${printed.slice(0, 500)}`);
  }
  return next;
}

/** The tallies as a table, and all problems. */
export function fuzzText(tallies: readonly Tally[]): string {
  const rows = tallies.map(({ format, files, refused, read, problems, slowest, peak }) =>
    `| ${format} | ${files} | ${refused} | ${read} | ${problems.length} | ${
      Math.round(slowest)
    } | ${peak} |`
  );
  return [
    "| format | files | refused | read | problems | slowest, ms | peak, MiB |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...rows,
    ...tallies.flatMap(({ problems }) => problems),
  ].join("\n");
}

if (import.meta.main) {
  const { formats } = await import("./formats.ts");
  const given = (name: string, byDefault: number) =>
    Number(Deno.args[Deno.args.indexOf(`--${name}`) + 1 || Infinity] ?? byDefault);
  const names = Object.keys(formats);
  const [files, seed] = [given("files", 10_000), given("seed", 1)];
  const only = Deno.args.includes("--only")
    ? Deno.args[Deno.args.indexOf("--only") + 1]
    : undefined;
  const tallies: Tally[] = [];
  for (const name of names.filter((name) => only === undefined || name === only)) {
    tallies.push(await fuzz(name, seed, Math.ceil(files / names.length)));
    console.error(fuzzText(tallies.slice(-1)).split("\n").slice(2).join("\n"));
  }
  console.log(fuzzText(tallies));
  if (tallies.some(({ problems }) => problems.length > 0)) Deno.exit(1);
}

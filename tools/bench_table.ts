/**
 * Prints the newest result in bench/results/ as the table in README.
 *
 *     deno run --allow-read=bench tools/bench_table.ts
 */
import type { Measurement } from "../bench/case.ts";
import { memorySize } from "../dsl/print/summary.ts";

/** The part of the file of `tools/bench_keras.py --save` that the table needs. */
export interface BenchResult {
  readonly date: string;
  readonly command: string;
  readonly machine: { readonly cpu: string; readonly cores: number; readonly memoryGB: number };
  readonly deno: string;
  readonly measurements:
    readonly (Omit<Measurement, "first"> & { readonly turns: readonly number[] })[];
}

const WHAT: Readonly<Record<string, string>> = {
  "train-step": "a training step of the chapter's network, 32 images",
  "train-step-128": "the same, 128 images",
  "train-mlp": "a training step of the multilayer perceptron, 32 images",
  "epoch": "an epoch of 1,280 images and 400 to validate",
  "first-step": "a new process to the end of its first training step",
  "large-images": "a new process, three steps on 32 images of 150×150×32",
};

const folder = new URL("../bench/results/", import.meta.url);

/** Reads the result with the latest date. */
export async function newestResult(): Promise<BenchResult> {
  const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();
  const newest = names.findLast((name) => name.endsWith(".json"));
  if (!newest) {
    throw new Error("Cannot print the table: expected a result in bench/results/, found none.");
  }
  return JSON.parse(await Deno.readTextFile(new URL(newest, folder)));
}

const time = (ms: number) =>
  ms >= 1000 ? `${(ms / 1000).toFixed(1)} s` : `${ms.toPrecision(ms >= 100 ? 3 : 2)} ms`;

const ratio = (times: number) => times >= 10 ? String(Math.round(times)) : times.toPrecision(2);

/** The table: the time of TensorFlow or Keras, and ours with its ratio to theirs. */
export function benchTable({ measurements }: BenchResult): string {
  const rows = Object.entries(WHAT).map(([name, what]) => {
    const of = (...engines: string[]) =>
      measurements.find((one) => one.name === name && engines.includes(one.engine));
    const reference = of("tensorflow", "keras");
    const cell = (one: typeof reference) => {
      if (!one) return "";
      const times = reference && one !== reference ? ` (${ratio(one.ms / reference.ms)}×)` : "";
      const peak = one.peak === undefined ? "" : `, ${memorySize(one.peak)}`;
      return `${time(one.ms)}${times}${peak}`;
    };
    return [what, cell(reference), cell(of("native")), cell(of("wasm"))];
  });
  const head = ["what", "TensorFlow, Keras", "`native`", "`wasm`"];
  const lines = [head, head.map((_, i) => i === 0 ? "---" : "--:"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** A sentence about the machine, the versions and the command of the measurement. */
export function benchNote({ date, machine, deno, command, measurements }: BenchResult): string {
  const version = (engine: string) =>
    measurements.find((one) => one.engine === engine)?.version ?? "not measured";
  return `Measured on ${date} on ${machine.cores} cores of an ${machine.cpu} with Deno ${deno}, ` +
    `${version("native")}, TensorFlow ${version("tensorflow")} and Keras ${version("keras")}: ` +
    `medians of turns, by \`${command}\`.`;
}

if (import.meta.main) {
  const newest = await newestResult();
  console.log(`${benchTable(newest)}\n\n${benchNote(newest)}`);
}

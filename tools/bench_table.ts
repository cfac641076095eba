/**
 * Prints the newest result in bench/results/ as the table in README.
 *
 *     deno run --allow-read=bench tools/bench_table.ts
 */
import type { Measurement } from "../bench/case.ts";
import { memorySize } from "../dsl/print/summary.ts";

/** One engine's times in all turns. */
type Row = Omit<Measurement, "first"> & { readonly turns: readonly number[] };

/** The part of the file of `tools/bench_keras.py --save` that the table needs. */
export interface BenchResult {
  readonly date: string;
  readonly command: string;
  readonly machine: { readonly cpu: string; readonly cores: number; readonly memoryGB: number };
  readonly deno: string;
  readonly measurements: readonly Row[];
}

/** What we are compared with, and how its name is written. */
const PEERS: Readonly<Record<string, string>> = {
  tensorflow: "TensorFlow",
  keras: "Keras",
  jax: "JAX",
  pytorch: "PyTorch",
};

/** Per measurement, what the table calls it, and by how many its time is divided. */
const WHAT: Readonly<Record<string, readonly [what: string, count: number]>> = {
  "train-step": ["a training step of the chapter's network, 32 images", 1],
  "train-step-128": ["the same, 128 images", 1],
  "train-mlp": ["a training step of the multilayer perceptron, 32 images", 1],
  "step-112": ["a training step on 32 photographs of 112×112 pixels", 1],
  "step-224": ["a training step on 8 photographs of 224×224 pixels", 1],
  "features": ["InceptionV3's features up to `mixed7`, per image", 32],
  "epoch": ["an epoch of 45,000 images and 15,000 to validate", 1],
  "first-step": ["a new process to the end of its first training step", 1],
  "large-images": ["a new process, three steps on 32 images of 150×150×32", 1],
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

/** The table: the time of the fastest peer, and ours with their ratios to it. */
export function benchTable({ measurements }: BenchResult): string {
  const rows = Object.entries(WHAT).map(([name, [what, count]]) => {
    const here = measurements.filter((one) => one.name === name);
    const peers = here.filter(({ engine }) => Object.hasOwn(PEERS, engine));
    const fastest = peers.toSorted((a, b) => a.ms - b.ms)[0];
    const cell = (one: Row | undefined, before = "") => {
      if (!one) return "";
      const times = fastest && one !== fastest ? ` (${ratio(one.ms / fastest.ms)}×)` : "";
      const peak = one.peak === undefined ? "" : `, ${memorySize(one.peak)}`;
      return `${before}${time(one.ms / count)}${times}${peak}`;
    };
    const ours = (engine: string, threads?: number) =>
      here.find((one) => one.engine === engine && one.threads === (threads ?? one.threads));
    return [
      what,
      cell(fastest, `${PEERS[fastest?.engine ?? ""]} `),
      cell(ours("native")),
      cell(ours("wasm", 1)),
      cell(ours("wasm", 2)),
    ];
  });
  const head = ["what", "fastest of the others", "`native`", "`wasm`", "`wasm`, two threads"];
  const lines = [head, head.map((_, i) => i < 2 ? "---" : "--:"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** A sentence about the machine, the versions and the command of the measurement. */
export function benchNote({ date, machine, deno, command, measurements }: BenchResult): string {
  const version = (engine: string) => measurements.find((one) => one.engine === engine)?.version;
  const peers = Object.entries(PEERS).flatMap(([engine, name]) =>
    version(engine) === undefined ? [] : [`${name} ${version(engine)}`]
  );
  return `Measured on ${date} on ${machine.cores} cores of an ${machine.cpu} with Deno ${deno} and ` +
    `${version("native") ?? "no native engine"}, beside ${peers.join(", ") || "no other"}: ` +
    `medians of turns, each engine in its own process, by \`${command}\`.`;
}

if (import.meta.main) {
  const newest = await newestResult();
  console.log(`${benchTable(newest)}\n\n${benchNote(newest)}`);
}

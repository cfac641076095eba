/** What a lab has shown, claimed, measured and used so far: all that its report will contain. */
import type { Steps } from "../../dsl/pipeline.ts";
import type { Provenance } from "../data/provenance.ts";
import type { Engine } from "../engine/engine.ts";
import { sha256 } from "../base/hash.ts";
import {
  asOutput,
  type Json,
  judge,
  parseHeader,
  type ReportInput,
  type ReportJson,
  type RunJson,
  type Showable,
  writeReport,
} from "../report/mod.ts";
import type { Weights } from "../weights/initial_weights.ts";
import type { Pretrained } from "../weights/pretrained.ts";
import type { LabOptions } from "./options.ts";
import type { LabClaim } from "./tools.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

const plainData = (pipeline: Steps): Json => JSON.parse(JSON.stringify(pipeline));

/** Collects what a lab does; `write` makes a report of it. */
export class LabRecord {
  readonly #input: Mutable<Omit<ReportInput, "seconds" | "interrupted">>;
  readonly #metrics: Record<string, number> = {};
  readonly #provenance: Record<string, string> = {};
  readonly #pipelines: Record<string, Json> = {};
  readonly #runs: Record<string, RunJson> = {};
  readonly #began = performance.now();
  #engine: Engine | undefined;
  readonly #section: string;

  constructor(lab: string, source: string, options: LabOptions, command: string) {
    const sourcePath = `labs/${lab}.ts`;
    this.#section = parseHeader(source, sourcePath).section;
    this.#input = {
      lab,
      source,
      sourcePath,
      mode: options.full ? "full" : "quick",
      engine: null,
      startedAt: new Date().toISOString(),
      command,
      seed: options.seed,
      outputs: [],
      claims: [],
      data: [],
      metrics: this.#metrics,
      provenance: this.#provenance,
      pipelines: this.#pipelines,
      runs: this.#runs,
    };
  }

  show(shown: Showable, line: number): void {
    this.#input.outputs.push({ line, output: asOutput(shown) });
  }

  claim(claim: LabClaim, line: number): ReturnType<typeof judge> {
    const judged = judge({ section: this.#section, ...claim });
    this.#input.claims.push({ ...judged, line });
    return judged;
  }

  engine(engine: Engine): void {
    this.#engine = engine;
  }

  /** Lists the data that was used; data used twice is listed once. */
  data(used: readonly Provenance[]): void {
    for (const { name, source, sha256, standIn } of used) {
      if (this.#input.data.some((known) => known.name === name && known.sha256 === sha256)) {
        continue;
      }
      this.#input.data.push({ name, source, sha256, ...(standIn && { standIn: source }) });
    }
  }

  /** Lists where weights came from, and gives the weights. */
  used({ weights, provenance }: Pretrained): Weights {
    this.data(provenance);
    return weights;
  }

  metric(name: string, value: number): void {
    this.#metrics[name] = value;
  }

  provenance(name: string, value: string): void {
    this.#provenance[name] = value;
  }

  pipeline(name: string, pipeline: Steps): void {
    this.#pipelines[name] = plainData(pipeline);
  }

  run(name: string, history: RunJson): void {
    this.#runs[name] = history;
  }

  /** Writes the report's files into `folder`. */
  async write(folder: string, interrupted: boolean): Promise<ReportJson> {
    this.provenance("deno", Deno.version.deno);
    this.provenance("v8", Deno.version.v8);
    const lock = await Deno.readFile(new URL("../../deno.lock", import.meta.url)).catch(() => null);
    if (lock) this.provenance("deno.lock sha256", await sha256(lock));
    const seconds = (performance.now() - this.#began) / 1000;
    // Read at the end, because an engine that lost its device has handed over to another by then.
    const { name, version, threads } = this.#engine ?? {};
    const { json } = await writeReport(
      {
        ...this.#input,
        ...(name && version && threads && { engine: { name, version, threads } }),
        seconds,
        ...(interrupted && { interrupted }),
      },
      folder,
    );
    return json;
  }
}

/** What a lab has shown, claimed, measured and used so far: all that its report will contain. */
import type { Steps } from "../../dsl/pipeline.ts";
import type { Provenance } from "../data/provenance.ts";
import type { Engine } from "../engine/engine.ts";
import { sha256 } from "../base/hash.ts";
import { UserError } from "../base/errors.ts";
import { nameText, quoted } from "../base/quoted.ts";
import {
  asOutput,
  type Block,
  type Check,
  type CheckInput,
  type Claim,
  type ClaimRecord,
  type ClaimValue,
  type Json,
  judge,
  judgeCheck,
  labBlocks,
  Pictures,
  type ReportInput,
  type ReportJson,
  requireCaption,
  type RunJson,
  type Showable,
  writeReport,
} from "../report/mod.ts";
import type { Weights } from "../weights/initial_weights.ts";
import type { Pretrained } from "../weights/pretrained.ts";
import type { Resumed } from "../training/history.ts";
import type { PartialHistory } from "./partial_history.ts";
import type { LabRecordInput } from "./record_input.ts";
import type { Remarks } from "./tools.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

const plainData = (pipeline: Steps): Json => JSON.parse(JSON.stringify(pipeline));

/** Collects what a lab does; `write` makes a report of it. */
export class LabRecord {
  readonly #input: Mutable<
    & Omit<ReportInput, "seconds" | "interrupted" | "hints">
    & Required<Pick<ReportInput, "hints">>
  >;
  readonly #metrics: Record<string, number> = {};
  readonly #provenance: Record<string, string> = {};
  readonly #pipelines: Record<string, Json> = {};
  readonly #runs: Record<string, RunJson> = {};
  readonly #trainings = new Set<PartialHistory>();
  readonly #began = performance.now();
  readonly #blocks: readonly Block[];
  #engine: Engine | undefined;
  readonly #claims: ReadonlyMap<string, ClaimRecord>;
  readonly #pictures: Pictures;

  constructor(given: LabRecordInput) {
    const { lab, source, options, command, claims, pictures = new Pictures(), ...more } = given;
    this.#pictures = pictures;
    const sourcePath = `labs/${lab}.ts`;
    // A mistake in the lab's text is told before anything is computed.
    this.#blocks = labBlocks(source, sourcePath);
    this.#claims = new Map(claims.map((claim) => [claim.id, claim]));
    this.#input = {
      lab,
      source,
      sourcePath,
      mode: options.full ? "full" : "quick",
      engine: null,
      startedAt: new Date().toISOString(),
      command,
      seed: options.seed,
      ...{ outputs: [], claims: [], checks: [], data: [], hints: [] },
      metrics: this.#metrics,
      provenance: this.#provenance,
      pipelines: this.#pipelines,
      runs: this.#runs,
      ...(options.lang !== undefined && { language: options.lang }),
      ...more,
    };
  }

  /** Adds an output; a UserError if it has a figure without a caption, here or in the lab's text. */
  show(shown: Showable, line: number): void {
    const output = asOutput(shown);
    requireCaption(output, this.#blocks, this.#input.sourcePath, line);
    this.#input.outputs.push({ line, output });
    output.figures?.forEach((figure) => this.#pictures.begin(figure));
  }

  /** Judges and keeps a claim; a UserError if there is no record of it, or it was stated before. */
  claim(id: string, ours: ClaimValue | null, remarks: Remarks, line: number): Claim {
    const { claims, sourcePath } = this.#input;
    const record = this.#claims.get(id);
    if (!record) {
      const known = [...this.#claims.keys()].map(nameText).join(", ") || "none";
      throw new UserError(
        `${sourcePath}:${line}: Cannot state the claim ${
          quoted(id)
        }: expected one of the lab's claims ` +
          `(${known}); correct the id, or use check(…) for what the book does not say.`,
      );
    }
    const before = claims.find((claim) => claim.id === id);
    if (before) {
      throw new UserError(
        `${sourcePath}:${line}: Cannot state the claim ${
          quoted(id)
        }: expected it once, found it in line ` +
          `${before.line} already; remove one.`,
      );
    }
    const { section, what, book, tolerance } = record;
    const judged = judge({
      ...{ id, section, what: what.en, whatKo: what.ko, book, ours },
      ...(tolerance !== undefined && { tolerance }),
      ...remarks,
    });
    claims.push({ ...judged, line });
    return judged;
  }

  /** Judges and keeps a check; a UserError if one of the same words was made before. */
  check(check: CheckInput, line: number): Check {
    const { checks, sourcePath } = this.#input;
    const judged = judgeCheck(check);
    const before = checks.find(({ id }) => id === judged.id);
    if (before) {
      throw new UserError(
        `${sourcePath}:${line}: Cannot check ${
          quoted(check.what)
        }: expected words of its own, found the ` +
          `same in line ${before.line}; word one of them differently.`,
      );
    }
    checks.push({ ...judged, line });
    return judged;
  }

  /** Whether there is nothing yet that a report could show. */
  get empty(): boolean {
    const { outputs, claims, checks } = this.#input;
    const runs = Object.keys(this.#runs).length + this.#unfinished().length;
    return outputs.length + claims.length + checks.length + runs === 0;
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

  /** Keeps a sentence for the top of the page; the same one once. */
  hint(sentence: string): void {
    if (!this.#input.hints.includes(sentence)) this.#input.hints.push(sentence);
  }

  run(name: string, history: RunJson): void {
    this.#runs[name] = history;
  }

  /** Lists from where a training continued, by the name of its run. */
  resumed(name: string, { epoch, epochs }: Resumed): void {
    const before = this.#provenance["resumed"];
    const text = `${name} after epoch ${epoch} of ${epochs}`;
    this.provenance("resumed", before === undefined ? text : `${before}; ${text}`);
  }

  /** Lists a training that begins; its epochs are in the report even if it does not end. */
  training(partial: PartialHistory): void {
    this.#trainings.add(partial);
  }

  /** Takes a training that has ended from the list: its results are recorded otherwise. */
  trained(partial: PartialHistory): void {
    this.#trainings.delete(partial);
  }

  /**
   * Writes the report's files into `folder`, as the record is now.
   *
   * @param error The sentence of the error that ended the lab.
   */
  async write(folder: string, interrupted: boolean, error?: string): Promise<ReportJson> {
    this.provenance("deno", Deno.version.deno);
    this.provenance("v8", Deno.version.v8);
    const lock = await Deno.readFile(new URL("../../deno.lock", import.meta.url)).catch(() => null);
    if (lock) this.provenance("deno.lock sha256", await sha256(lock));
    const seconds = (performance.now() - this.#began) / 1000;
    const unfinished = this.#unfinished();
    const fromEach = <T>(of: (partial: PartialHistory) => T) =>
      Object.fromEntries(unfinished.map((partial) => [partial.name, of(partial)]));
    // Read at the end, because an engine that lost its device has handed over to another by then.
    const { name, version, threads } = this.#engine ?? {};
    const { json } = await writeReport(
      {
        ...this.#input,
        // The lab may go on while its report is written.
        outputs: [
          ...this.#input.outputs,
          ...unfinished.flatMap((partial) =>
            partial.figures().map((each) => ({ line: partial.line, output: asOutput(each) }))
          ),
        ],
        runs: { ...fromEach(({ history }) => structuredClone(history)), ...this.#runs },
        pipelines: { ...fromEach(({ pipeline }) => plainData(pipeline)), ...this.#pipelines },
        claims: [...this.#input.claims],
        checks: [...this.#input.checks],
        ...(name && version && threads && { engine: { name, version, threads } }),
        seconds,
        ...(interrupted && { interrupted }),
        ...(error !== undefined && { error }),
      },
      folder,
      (figures) => this.#pictures.draw(figures),
    );
    return json;
  }

  #unfinished(): PartialHistory[] {
    return [...this.#trainings].filter(({ history }) => history.loss.length > 0);
  }
}

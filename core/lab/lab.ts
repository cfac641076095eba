/** What a lab works with: it runs pipelines, shows things, states claims, and ends in a report. */
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../../dsl/errors.ts";
import { inferShapes } from "../../dsl/pipeline.ts";
import { rule } from "../../dsl/step.ts";
import { loadDataset } from "../data/dataset.ts";
import { openImage } from "../data/open_image.ts";
import type { DataOptions } from "../data/provenance.ts";
import type { Engine } from "../engine/engine.ts";
import { openEngine } from "../engine/open.ts";
import { sha256 } from "../base/hash.ts";
import { Model } from "../model/model.ts";
import { seededRandom } from "../base/random.ts";
import { text } from "../report/mod.ts";
import { type Run, run } from "../training/run.ts";
import { startingWeights } from "../weights/starting.ts";
import { callLine } from "./call_site.ts";
import { EXIT, fail, Interrupted, onUncaught } from "./failure.ts";
import { fitPairs } from "../training/fit_pairs.ts";
import { frozenHalf } from "../transfer/frozen.ts";
import { readFullRun } from "./full_run.ts";
import { labOptions } from "./options.ts";
import type { Lab } from "./tools.ts";
import { counting, progress, standardScreen } from "./progress.ts";
import { LabRecord } from "./record.ts";

/** Opens the lab whose module this is: reads its command line and text. */
export async function lab({ url }: { readonly url: string }): Promise<Lab> {
  let debug = Deno.args.includes("--debug");
  const stop = new AbortController();
  const closing: { report?: () => Promise<void> } = {};
  onUncaught((error) => {
    // After Ctrl-C a lab may stumble over what is not there: it is still an interruption.
    const reason = stop.signal.aborted && !(error instanceof UserError) ? new Interrupted() : error;
    fail(reason, debug, closing.report);
  });

  const path = fileURLToPath(url);
  const name = basename(path, ".ts");
  const options = await labOptions(name, Deno.args);
  ({ debug } = options);
  const command = ["deno run", `labs/${name}.ts`, ...Deno.args].join(" ");
  const record = new LabRecord(name, await Deno.readTextFile(path), options, command);
  const data: DataOptions = {
    ...(options.data !== undefined && { dataDir: options.data }),
    download: options.download,
    ...(options.weights !== undefined && { weights: options.weights }),
  };
  const finish = async (interrupted: boolean) => {
    const { seconds, claims } = await record.write(options.out, interrupted);
    const verdicts = Map.groupBy(claims, ({ verdict }) => verdict);
    const counts = [...verdicts].map(([verdict, { length }]) => `${length} ${verdict}`).join(", ");
    console.log(
      `${join(options.out, `${name}.html`)} · ${seconds.toFixed(1)} s · ${counts || "no claims"}`,
    );
  };
  closing.report = () => finish(true);

  let running = 0;
  Deno.addSignalListener("SIGINT", () => {
    // A second Ctrl-C, or one while nothing trains, ends at once.
    const now = stop.signal.aborted || running === 0;
    stop.abort();
    if (now) fail(new Interrupted(), debug, closing.report);
  });

  let opened: Promise<Engine> | undefined;
  const engine = () =>
    opened ??= openEngine(options.engine, {
      tell: console.error,
      ...(options.threads !== undefined && { threads: options.threads }),
    }).then((engine) => {
      record.engine(engine);
      return engine;
    });
  const model: Lab["model"] = async (pipeline, { seed = options.seed, weights, source } = {}) =>
    new Model(
      pipeline,
      await engine(),
      weights ??
        record.used(
          await startingWeights(pipeline, seededRandom(seed).fork("weights"), data, source),
        ),
      source,
      seededRandom(seed).fork("draws"),
    );
  const photograph: Lab["photograph"] = async (name) => {
    const found = await openImage(name, data);
    record.data([found.provenance]);
    return found;
  };
  const prepare: Lab["prepare"] = async (pipeline, given) => {
    const source = pipeline.steps[0]?.[rule].source;
    if (source && "image" in source) {
      const { image: { height, width, channels, data } } = await photograph(source.image);
      const shape = [height, width, channels];
      const use = await model(pipeline, { source: { shape, classes: 0 } });
      return () => use.predictOne({ shape, data: Float32Array.from(data) });
    }
    if (!given) {
      throw new UserError(
        "Cannot compute: the pipeline begins with input(…), expected a tensor x, found none; give it.",
      );
    }
    const use = await model(pipeline);
    const batched = given.shape.length > inferShapes(pipeline)[0]!.shape.length;
    return () => batched ? use.predict(given) : use.predictOne(given);
  };
  const said = {
    on: progress(standardScreen()),
    signal: stop.signal,
    ...(options.epochs !== undefined && { epochs: options.epochs }),
    ...(options.batch !== undefined && { batchSize: options.batch }),
  };
  const spent = { computed: 0, seconds: 0 };
  /** Ctrl-C lets a training end in order; there is nothing to go on with if it did not get far. */
  const training = async <T extends { readonly history: Run["history"] }>(
    work: () => Promise<T>,
  ) => {
    if (stop.signal.aborted) throw new Interrupted();
    running++;
    const result = await work().finally(() => running--);
    if (stop.signal.aborted && result.history.loss.length === 0) throw new Interrupted();
    return result;
  };

  return {
    full: options.full,
    seed: options.seed,
    random: seededRandom(options.seed),
    pick: (quick, full) => options.full ? full : quick,
    show(...shown) {
      const line = callLine(url);
      shown.forEach((each) => record.show(each, line));
    },
    print(...values) {
      const said = values.map((value) => typeof value === "string" ? value : Deno.inspect(value));
      console.log(said.join(" "));
      record.show(text(said.join(" ")), callLine(url));
    },
    claim: (claim) =>
      record.claim(
        stop.signal.aborted ? { ...claim, judge: "this run was interrupted" } : claim,
        callLine(url),
      ),
    metric: (name, value) => record.metric(name, value),
    engine,
    photograph,
    async dataset(name) {
      const set = await loadDataset(name, { ...data, subset: !options.full });
      record.data(set.provenance);
      return set;
    },
    async run(pipeline, { name, seed = options.seed, weights } = {}) {
      const result = await training(async () =>
        run(pipeline, {
          ...said,
          engine: await engine(),
          seed,
          data: { ...data, subset: !options.full },
          ...(weights && { weights }),
        })
      );
      const prefix = name ? `${name}/` : "";
      record.pipeline(name ?? "pipeline", pipeline);
      record.run(name ?? "run", result.history);
      record.data(result.data);
      for (const [key, value] of Object.entries(result.metrics)) record.metric(prefix + key, value);
      record.provenance(`${prefix}weights sha256`, await sha256(await result.model.encode()));
      return result;
    },
    fit: (pipeline, pairs, { seed = options.seed, weights, onStep } = {}) =>
      training(async () =>
        fitPairs(await model(pipeline, { seed, ...(weights && { weights }) }), pairs, {
          ...said,
          random: seededRandom(seed).fork("training"),
          ...(onStep && { onStep }),
        })
      ),
    async frozen(pipeline, x, { keep = true } = {}) {
      const made = await frozenHalf(pipeline, x, {
        engine: await engine(),
        weights: async (prefix) =>
          record.used(
            await startingWeights(prefix, seededRandom(options.seed).fork("weights"), data),
          ),
        ...(!keep && { cacheDir: false }),
        onProgress: counting(standardScreen(), "features"),
      });
      if (keep) {
        spent.computed += made.computed;
        spent.seconds += made.seconds;
        record.metric("features_computed", spent.computed);
        record.metric("features_ms", spent.seconds * 1000);
      }
      return made;
    },
    model,
    prepare,
    compute: async (pipeline, x) => (await prepare(pipeline, x))(),
    fullRun: (variant) => readFullRun(name, variant),
    async finish() {
      await finish(stop.signal.aborted);
      if (stop.signal.aborted) Deno.exit(EXIT.interrupted);
    },
  };
}

/** The live figure `builder`: the run's part. */
import * as dsl from "../../../dsl/mod.ts";
import { UserError } from "../../base/errors.ts";
import { live, type Output } from "../../report/mod.ts";
import type { BuilderData } from "../../report/live/figures/builder.ts";
import { evaluate, parseWords } from "../../report/live/figures/builder_parser.ts";
import { modelSummary } from "../pipeline_outputs.ts";
import type { LiveContext } from "./context.ts";

/** What a lab says of the figure. */
export interface LiveBuilder {
  /** A pipeline as words, as a lab writes it: `input(28, 28, 1), conv(8, { kernel: 3 })`. */
  readonly text: string;
}

/**
 * Reads the words and shows the pipeline's summary.
 *
 * @throws {UserError} If the words do not make a pipeline.
 */
export function liveBuilder({ name }: LiveContext, { text }: LiveBuilder): Promise<Output> {
  const functions = Object.entries(dsl).filter(([, word]) => typeof word === "function");
  const vocabulary = new Map(functions as [string, (...args: never[]) => unknown][]);
  const steps = wordsOf(text).map((call) => evaluate(call, vocabulary) as dsl.Step);
  const pipeline = dsl.pipeline(...steps);
  const rows = dsl.summaryRows(pipeline);
  const data: BuilderData = { text };
  return Promise.resolve(live({
    figure: "builder",
    name,
    data: { ...data },
    still: [],
    table: modelSummary(pipeline, text),
    computed: rows.map(({ name, shape, parameters }) => ({ name, shape, parameters })),
  }));
}

function wordsOf(text: string) {
  try {
    return parseWords(text);
  } catch (cause) {
    throw new UserError(
      "Cannot show the builder: expected words of the language separated by commas, found " +
        `${JSON.stringify(text)}. Correct its text.`,
      { cause },
    );
  }
}

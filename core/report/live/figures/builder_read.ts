/** From a text to a pipeline's sizes, or to the place and the sentence of a mistake. */
import type { ReceptiveField } from "../../../../dsl/receptive_field.ts";
import type { Step } from "../../../../dsl/step.ts";
import type { PageTools } from "../../../live/tools.ts";
import {
  type Call,
  evaluate,
  parseWords,
  type Span,
  SyntaxProblem,
  UnknownWord,
  type Vocabulary,
} from "./builder_parser.ts";

/** One step of a pipeline. */
export interface BuiltStep {
  readonly name: string;
  readonly text: string;
  readonly shape: readonly number[];
  readonly parameters: number;
  readonly field: ReceptiveField;
}

/** What is wrong, in the language's own sentence or by the kind of a mistake in writing. */
export type Mistake =
  & Span
  & ({ readonly sentence: string } | {
    readonly kind: SyntaxProblem["kind"];
  });

/** What a text says. */
export interface Reading {
  /** The steps up to the mistake, if there is one. */
  readonly steps: readonly BuiltStep[];
  readonly mistake?: Mistake;
}

/** What reading needs of the language. */
export type Language = Pick<
  PageTools,
  | "words"
  | "kernels"
  | "losses"
  | "optimizers"
  | "fromJSON"
  | "layerNodes"
  | "receptiveFields"
  | "UserError"
>;

/** Everything that a text may call. */
function vocabularyOf({ words, kernels, losses, optimizers }: Language): Vocabulary {
  const all = Object.entries({ ...kernels, ...losses, ...optimizers, ...words });
  return new Map(all.flatMap(([name, word]) => typeof word === "function" ? [[name, word]] : []));
}

/** Reads a text; never throws. */
export function read(text: string, language: Language): Reading {
  let calls: readonly Call[];
  try {
    calls = parseWords(text);
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    return { steps: [], mistake: { ...error.at, kind: error.kind } };
  }
  const vocabulary = vocabularyOf(language);
  const steps: Step[] = [];
  let built: readonly BuiltStep[] = [];
  for (const call of calls) {
    try {
      const step = evaluate(call, vocabulary) as Step;
      if (!isStep(step)) throw new UnknownWord(call.call, { from: call.from, to: call.to });
      steps.push(step);
      built = sizes(steps, calls, text, language);
    } catch (error) {
      return { steps: built, mistake: mistakeOf(error, call, language) };
    }
  }
  return { steps: built };
}

const isStep = (value: unknown): value is Step =>
  typeof value === "object" && value !== null && "kind" in value;

function sizes(
  steps: readonly Step[],
  calls: readonly Call[],
  text: string,
  { layerNodes, receptiveFields }: Language,
): BuiltStep[] {
  const fields = receptiveFields({ steps });
  return layerNodes({ steps }).map(({ name, output, weights, parts }, i) => {
    const count = (nodes: typeof parts[number]): number =>
      nodes.reduce((sum, node) => sum + weigh(node.weights) + weighParts(node.parts), 0);
    const weighParts = (all: typeof parts): number =>
      all.reduce((sum, part) => sum + count(part), 0);
    const weigh = (own: typeof weights): number =>
      own.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
    const { from, to } = calls[i]!;
    return {
      name,
      text: text.slice(from, to),
      shape: output.shape,
      parameters: weigh(weights) + weighParts(parts),
      field: fields[i]!,
    };
  });
}

/** The sentence of the language, without the words that say in which step of a list it is. */
function mistakeOf(error: unknown, { from, to }: Call, language: Language): Mistake {
  if (error instanceof UnknownWord) {
    return { ...error.at, sentence: unknownSentence(error.word, language) };
  }
  if (error instanceof language.UserError) {
    const { reason, message } = error as Error & { readonly reason?: string };
    return { from, to, sentence: reason ?? message };
  }
  // A word that got values of kinds it cannot even look at.
  return { from, to, sentence: error instanceof Error ? error.message : String(error) };
}

/** What the language says of a word that it does not have, with its "did you mean". */
function unknownSentence(word: string, { fromJSON, UserError }: Language): string {
  try {
    fromJSON({ convlab: 1, steps: [{ step: word }] });
  } catch (error) {
    if (error instanceof UserError) return error.message.replace(/^steps\[0\]\.step: /, "");
  }
  return word;
}

/** The lab's story: its prose, its figures with their captions, and the code that carries the idea. */
import { UserError } from "../../base/errors.ts";
import type { Check } from "../checks.ts";
import type { Claim } from "../claims.ts";
import { highlight } from "../markdown/highlight.ts";
import { type Block, blockAt, captionAt } from "../weave/blocks.ts";
import { isFinish } from "../weave/statements.ts";
import { type PageTexts, pageWords } from "./bilingual.ts";
import { checkNote, checkPlace } from "./checks.ts";
import { claimNote, claimPlace } from "./claims.ts";

/** What the body consists of. */
export interface BodyInput {
  readonly blocks: readonly Block[];
  readonly sourcePath: string;
  /** The outputs as HTML, in the order of showing, with the line of the `show` call. */
  readonly outputs: readonly {
    readonly line: number;
    readonly kind: string;
    readonly html: string;
  }[];
  readonly claims: readonly (Claim & { readonly line: number })[];
  readonly checks: readonly (Check & { readonly line: number })[];
  readonly texts: PageTexts;
  /** Gives what it calls, or a notice in its place if that throws. */
  readonly attempt: (make: () => string) => string;
}

/**
 * The HTML of the story. Of claims and checks it has those only that did not come out as they should.
 * Invalid maths in the prose becomes a notice that names file and line.
 */
export function bodyHtml(input: BodyInput): string {
  const { blocks, sourcePath, texts, attempt } = input;
  const waiting: Block[] = [];
  const setup = () => waiting.splice(0).map(({ text }) => folded(pageWords.setup, text)).join("");
  const parts = blocks.map((block) => {
    if (block.kind === "caption") return "";
    if (block.kind === "prose") {
      const html = attempt(() => withPlace(sourcePath, block, () => texts.prose(block.text)));
      return `<div class="prose">${html}</div>`;
    }
    if (block.kind === "exercise") return shownBy(block, input);
    if (block.kind === "setup") {
      // It waits for the first code that a reader sees, so that the lab begins with its question.
      waiting.push(block);
      return shownBy(block, input);
    }
    return (block.folded ? "" : setup()) + codeHtml(block, input);
  });
  const further = shownBy(undefined, input);
  return parts.join("\n") + setup() + (further && `<h2>${pageWords.further}</h2>${further}`);
}

/** Code in view stands above what it shows; folded code below it. */
function codeHtml(block: Block, input: BodyInput): string {
  const shown = shownBy(block, input);
  const kinds = new Set(outputsOf(block, input).map(({ kind }) => kind));
  const onlyExercises = kinds.size === 1 && kinds.has("details");
  // Code that only shows exercises would give their answers away.
  if (!block.folded && !onlyExercises) return codeBox(block.text) + shown;
  if (isFinish(block.text)) return shown;
  const summary = onlyExercises
    ? pageWords.exerciseCode
    : kinds.size > 0
    ? pageWords.howMade
    : pageWords.howChecked;
  return shown + folded(summary, block.text);
}

/** Some code with colours; the page's script adds a button that copies it. */
export const codeBox = (text: string): string =>
  `<div class="code"><pre tabindex="0"><code>${highlight(text, "ts")}</code></pre></div>`;

const folded = (summary: string, text: string) =>
  `<details class="setup"><summary>${summary}</summary>${codeBox(text)}</details>\n`;

const outputsOf = (block: Block | undefined, { blocks, outputs }: BodyInput) =>
  outputs.filter(({ line }) => blockAt(blocks, line) === block);

/** The outputs of a block of code with their caption, and what it judged otherwise than expected. */
function shownBy(block: Block | undefined, input: BodyInput): string {
  const { blocks, texts, attempt } = input;
  const mine = <T extends { readonly line: number }>(all: readonly T[]) =>
    all.filter(({ line }) => blockAt(blocks, line) === block);
  const claims = mine(input.claims);
  const checks = mine(input.checks);
  const judged = [
    ...claims.map(claimPlace),
    ...checks.map(checkPlace),
    ...claims.filter(({ verdict }) => verdict === "differs")
      .map((claim) => attempt(() => claimNote(claim, texts))),
    ...checks.filter(({ verdict }) => verdict === "failed")
      .map((check) => attempt(() => checkNote(check, texts))),
  ].join("");
  const outputs = mine(input.outputs);
  const all = outputs.map(({ html }) => `<div class="output">${html}</div>`).join("\n");
  const [first] = outputs;
  const caption = first && captionAt(blocks, first.line);
  if (caption === undefined) return judged + all;
  return judged + `<figure class="shown">${all}` +
    `<figcaption>${texts.markdown(caption)}</figcaption></figure>`;
}

/** Prepends file and line to the message of a UserError. */
function withPlace<T>(path: string, block: Block, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`${path}:${block.firstLine}: ${error.message}`);
  }
}

/** The lab's text with its outputs, each under the code that made it. */
import { UserError } from "../../base/errors.ts";
import type { Check } from "../checks.ts";
import type { Claim } from "../claims.ts";
import { escapeHtml } from "../html.ts";
import { highlight } from "../markdown/highlight.ts";
import type { Markdown } from "../markdown/markdown.ts";
import { type Block, blockAt, parseBlocks } from "../weave/blocks.ts";
import type { InterfaceTexts } from "../interface_texts.ts";
import { checkCard } from "./checks.ts";
import { claimCard } from "./claims.ts";

/** What the body consists of. */
export interface BodyInput {
  readonly source: string;
  readonly sourcePath: string;
  readonly headerEnd: number;
  /** The outputs as HTML, in the order of showing, with the line of the `show` call. */
  readonly outputs: readonly {
    readonly line: number;
    readonly kind: string;
    readonly html: string;
  }[];
  readonly claims: readonly (Claim & { readonly line: number })[];
  readonly checks: readonly (Check & { readonly line: number })[];
  readonly markdown: Markdown;
  readonly words: InterfaceTexts;
  /** Gives what it calls, or a notice in its place if that throws. */
  readonly attempt: (make: () => string) => string;
}

/**
 * The HTML of the lab's text with outputs, claims and checks. Invalid maths in the prose becomes a
 * notice that names file and line.
 */
export function bodyHtml(input: BodyInput): string {
  const blocks = parseBlocks(input.source, input.headerEnd);
  const shownBy = (block: Block | undefined) =>
    input.outputs.filter(({ line }) => blockAt(blocks, line) === block);
  // In the order of the calls; claims and checks keep theirs where lines are equal.
  const { attempt, words } = input;
  const judged = [
    ...input.claims.map((claim) => ({
      line: claim.line,
      html: attempt(() => claimCard(claim, words)),
    })),
    ...input.checks.map((check) => ({
      line: check.line,
      html: attempt(() => checkCard(check, words)),
    })),
  ].sort((a, b) => a.line - b.line);
  const under = (block: Block | undefined) =>
    shownBy(block)
      .map(({ html }) => `<div class="output">${html}</div>`).join("\n") +
    judged.filter(({ line }) => blockAt(blocks, line) === block)
      .map(({ html }) => html).join("\n");
  const parts = blocks.map((block) => {
    const kinds = new Set(shownBy(block).map(({ kind }) => kind));
    return attempt(() => blockHtml(block, kinds, input)) + under(block);
  });
  const further = under(undefined);
  return parts.join("\n") + (further && `<h2>${input.words.further}</h2>${further}`);
}

function blockHtml(
  block: Block,
  kinds: ReadonlySet<string>,
  { markdown, sourcePath, words }: BodyInput,
): string {
  if (block.kind === "prose") {
    return `<div class="prose">${
      withPlace(sourcePath, block, () => markdown.render(block.text))
    }</div>`;
  }
  const code = `<div class="code"><pre tabindex="0"><code>${
    highlight(block.text, "ts")
  }</code></pre></div>`;
  const folded = (summary: string) =>
    `<details class="setup"><summary>${escapeHtml(summary)}</summary>${code}</details>`;
  if (block.kind === "setup") return folded(words.setup);
  // Code that only shows exercises would give their answers away.
  return kinds.size === 1 && kinds.has("details") ? folded(words.exerciseCode) : code;
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

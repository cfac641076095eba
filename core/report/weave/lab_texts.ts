/** What a lab's comments add to what it shows: captions, and exercises. */
import { UserError } from "../../base/errors.ts";
import type { Figure } from "../figure.ts";
import { details } from "../outputs/details.ts";
import type { Output } from "../output.ts";
import type { ReportInput } from "../report.ts";
import { type Block, captionAt, parseBlocks } from "./blocks.ts";
import { parseHeader } from "./header.ts";

/** The input with the exercises of the lab's comments among its outputs. */
export function withExercises(input: ReportInput, blocks: readonly Block[]): ReportInput {
  const exercises = blocks.filter(({ kind }) => kind === "exercise").map((block) => ({
    line: block.firstLine,
    output: details(block.text, block.answer ?? ""),
  }));
  return { ...input, outputs: [...input.outputs, ...exercises] };
}

/** A figure's caption: its own, or that of the comment above the statement that shows it. */
export const captionOf = (
  { caption }: Pick<Figure, "caption">,
  blocks: readonly Block[],
  line: number,
): string => caption || (captionAt(blocks, line) ?? "");

/**
 * Checks that every figure of an output has words.
 *
 * @param path The lab's path, as messages name it.
 * @throws {UserError} If a figure has neither a caption of its own nor a comment `//:` above the
 * statement that shows it.
 */
export function requireCaption(
  { figures = [] }: Output,
  blocks: readonly Block[],
  path: string,
  line: number,
): void {
  if (figures.every((figure) => captionOf(figure, blocks, line) !== "")) return;
  throw new UserError(
    `${path}:${line}: Cannot show a figure without words: expected a comment "//: …" above the ` +
      "statement, or a caption in the call, found neither. Write what to see in it.",
  );
}

/**
 * Reads the text of a lab.
 *
 * @throws {UserError} If its header is wrong, a caption has no statement below it, or an exercise no
 * question.
 */
export function labBlocks(source: string, path: string): readonly Block[] {
  const blocks = parseBlocks(source, parseHeader(source, path).endLine);
  for (const [i, { kind, text, firstLine }] of blocks.entries()) {
    const below = blocks[i + 1]?.kind;
    if (kind === "caption" && below !== "code") {
      throw new UserError(
        `${path}:${firstLine}: expected a statement below the caption "//:", found ${
          below === undefined ? "the end of the lab" : below
        }. Put the caption directly above what shows the figure.`,
      );
    }
    if (kind === "exercise" && text === "") {
      throw new UserError(
        `${path}:${firstLine}: expected a question "//?" above the answer "//!", found none. ` +
          "Write it.",
      );
    }
  }
  return blocks;
}

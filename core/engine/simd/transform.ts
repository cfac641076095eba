/**
 * Linear transforms of small blocks, which Winograd's convolution needs: T · block · Tᵀ for four
 * channels at a time.
 */
import { type Code, f32x4, i32, type Local, Routine } from "./assembler.ts";

/** The rows of a transform's matrix T. */
export type Matrix = readonly (readonly number[])[];

/** Σ c·x over the numbers c that are not 0. */
function combination(coefficients: readonly number[], x: (i: number) => Code): Code {
  const factors = [...coefficients.entries()].filter(([, c]) => c !== 0);
  // Beginning with a positive number saves a change of sign.
  const sorted = factors.sort(([, a], [, b]) => Number(b > 0) - Number(a > 0));
  return sorted.reduce((sum: Code | undefined, [i, c]) => {
    if (!sum) return c === 1 ? x(i) : f32x4.mul(x(i), f32x4.of(c));
    const size = Math.abs(c);
    return (c > 0 ? f32x4.add : f32x4.sub)(
      sum,
      size === 1 ? x(i) : f32x4.mul(x(i), f32x4.of(size)),
    );
  }, undefined)!;
}

/** Where blocks lie, with steps in bytes. The numbers of a block are `quads` quads of channels. */
export interface BlockLayout {
  /** The first number of the first block. */
  readonly at: number;
  /** From one run of blocks to the next. */
  readonly run: number;
  /** From one block of a run to the next. */
  readonly block: number;
  /** From one row of a block to the next. */
  readonly row: number;
  /** From one column of a block to the next. */
  readonly column: number;
}

/** The arguments of a transform's routine. */
export const transformArguments = (
  { runs, blocks, quads }: Readonly<Record<"runs" | "blocks" | "quads", number>>,
  from: BlockLayout,
  to: BlockLayout,
): number[] => [
  ...[runs, blocks, quads],
  ...[from, to].flatMap(({ at, run, block, row, column }) => [at, run, block, row, column]),
];

/**
 * The routine that computes T · block · Tᵀ of `runs` runs of `blocks` blocks of 4·`quads` channels.
 * With `biased`, its last argument is the address of a bias per channel, which is added.
 */
export function transform(name: string, matrix: Matrix, { biased = false } = {}): Routine {
  const routine = new Routine(name);
  const size = matrix[0]!.length;
  const several = (count: number, of: () => Local) => Array.from({ length: count }, of);
  const parameter = () => routine.parameter();
  const [runs, blocks, quads] = several(3, parameter) as [Local, Local, Local];
  const side = (lines: number) => {
    const names = several(5, parameter) as [Local, Local, Local, Local, Local];
    const [at, run, block, row, column] = names;
    return { at, run, block, row, column, lines };
  };
  const [from, to] = [side(size), side(matrix.length)];
  const bias = routine.parameter();
  const integer = () => routine.local("i32");
  /** Pointers of one side: to the current block, quad and rows, and the columns' distances. */
  const pointers = ({ at, run, block, row, column, lines }: ReturnType<typeof side>) => {
    const [blockAt, quadAt] = [integer(), integer()];
    const [rows, columns] = [several(lines, integer), several(lines, integer)];
    return {
      atFirst: columns.flatMap((distance, j) => distance.set(i32.mul(column.get, i32.of(j)))),
      atRun: blockAt.set(at.get),
      atBlock: quadAt.set(blockAt.get),
      atQuad: rows.flatMap((pointer, i) =>
        pointer.set(i === 0 ? quadAt.get : i32.add(rows[i - 1]!.get, row.get))
      ),
      number: (i: number, j: number) =>
        j === 0 ? rows[i]!.get : i32.add(rows[i]!.get, columns[j]!.get),
      nextQuad: quadAt.advance(i32.of(16)),
      nextBlock: blockAt.advance(block.get),
      nextRun: at.advance(run.get),
    };
  };
  const [source, target] = [pointers(from), pointers(to)];
  const biasAt = routine.local("i32");
  const vector = () => routine.local("v128");
  const columns = several(size, vector);
  const addend = vector();
  const rows = matrix.flatMap((coefficients, i) => [
    ...columns.flatMap((sum, j) =>
      sum.set(combination(coefficients, (k) => f32x4.load(source.number(k, j), 4)))
    ),
    ...matrix.flatMap((across, j) => {
      const sum = combination(across, (k) => columns[k]!.get);
      const value = biased ? f32x4.add(sum, addend.get) : sum;
      return f32x4.store(target.number(i, j), value, 4);
    }),
  ]);
  const both = (
    step: "atFirst" | "atRun" | "atBlock" | "atQuad" | "nextQuad" | "nextBlock" | "nextRun",
  ) => [
    ...source[step],
    ...target[step],
  ];
  routine.emit(
    both("atFirst"),
    routine.repeat(
      runs.get,
      both("atRun"),
      routine.repeat(
        blocks.get,
        both("atBlock"),
        biasAt.set(bias.get),
        routine.repeat(
          quads.get,
          both("atQuad"),
          ...(biased ? [addend.set(f32x4.load(biasAt.get, 4)), biasAt.advance(i32.of(16))] : []),
          rows,
          both("nextQuad"),
        ),
        both("nextBlock"),
      ),
      both("nextRun"),
    ),
  );
  return routine;
}

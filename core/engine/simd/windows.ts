/** The routines behind pooling: what is under a window, channel by channel. */
import { type Code, f32x4, i32, type Lanes, type Local, Routine } from "./assembler.ts";

/** How the numbers under a window become one. */
interface Reduction {
  /** What the result is where no number was seen yet. */
  readonly first: number;
  add(result: Code, number: Code): Code;
}

const reductions = {
  max: { first: -Infinity, add: f32x4.max },
  sum: { first: 0, add: f32x4.add },
} as const satisfies Readonly<Record<string, Reduction>>;

/** The name of the routine for a reduction. */
export const windowName = (kind: keyof typeof reductions): string => `window ${kind}`;

/**
 * For each of `windows` windows, which begin `stride` bytes apart at x:
 *
 * y[window, k] = scale · reduction over `rows` rows and `columns` pixels of x[window][row, pixel, k]
 *
 * for the quads·4 + rest channels k of a pixel. A row is `row` bytes long, a pixel `pixel` bytes;
 * results are written one after the other to y. `scale` is the address of a number.
 */
export function reduceWindows(kind: keyof typeof reductions): Routine {
  const { first, add }: Reduction = reductions[kind];
  const routine = new Routine(windowName(kind));
  const [windows, stride, rows, row, columns, pixel, quads, rest, x, scale, y] = Array.from(
    { length: 11 },
    () => routine.parameter(),
  ) as [Local, Local, Local, Local, Local, Local, Local, Local, Local, Local, Local];
  const [channel, line, at] = [routine.local("i32"), routine.local("i32"), routine.local("i32")];
  const [result, factor] = [routine.local("v128"), routine.local("v128")];
  const channels = (lanes: Lanes): Code[] => [
    result.set(f32x4.of(first)),
    line.set(channel.get),
    routine.repeat(
      rows.get,
      at.set(line.get),
      routine.repeat(
        columns.get,
        result.set(add(result.get, f32x4.load(at.get, lanes))),
        at.advance(pixel.get),
      ),
      line.advance(row.get),
    ),
    f32x4.store(y.get, f32x4.mul(result.get, factor.get), lanes),
    ...[y, channel].map((pointer) => pointer.advance(i32.of(4 * lanes))),
  ];
  routine.emit(
    factor.set(f32x4.spread(scale.get)),
    routine.repeat(
      windows.get,
      channel.set(x.get),
      routine.repeat(quads.get, ...channels(4)),
      routine.repeat(rest.get, ...channels(1)),
      x.advance(stride.get),
    ),
  );
  return routine;
}

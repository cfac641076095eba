/** Routines that copy numbers into the order in which tiles read them. */
import { type Code, f32x4, i32, type Local, Routine } from "./assembler.ts";

const parameters = (routine: Routine, count: number): Local[] =>
  Array.from({ length: count }, () => routine.parameter());

/**
 * Copies a panel of a matrix: to[k·columns + j] = from[k·rowStep + j·columnStep], with steps in bytes.
 * Exchanging the steps transposes the matrix.
 */
export function pack(): Routine {
  const routine = new Routine("pack");
  const [rows, columns, from, rowStep, columnStep, to] = parameters(routine, 6) as [
    Local,
    Local,
    Local,
    Local,
    Local,
    Local,
  ];
  const at = routine.local("i32");
  routine.emit(routine.repeat(
    rows.get,
    at.set(from.get),
    routine.repeat(
      columns.get,
      f32x4.store(to.get, f32x4.load(at.get, 1), 1),
      at.advance(columnStep.get),
      to.advance(i32.of(4)),
    ),
    from.advance(rowStep.get),
  ));
  return routine;
}

/**
 * Transposes `blocks` blocks of 4×4 numbers: to[i·toStep + j] = from[j·fromStep + i] for j below 4, with
 * steps in bytes and i counting the columns of all blocks.
 */
export function transposeBlocks(): Routine {
  const routine = new Routine("transposeBlocks");
  const [blocks, from, fromStep, to, toStep] = parameters(routine, 5) as [
    Local,
    Local,
    Local,
    Local,
    Local,
  ];
  const at = routine.local("i32");
  const vectors = () => Array.from({ length: 4 }, () => routine.local("v128"));
  const [rows, pairs] = [vectors(), vectors()];
  const store = (
    first: Local,
    second: Local,
    floats: readonly [number, number, number, number],
  ) => [
    ...f32x4.store(to.get, f32x4.shuffle(first.get, second.get, floats), 4),
    ...to.advance(toStep.get),
  ];
  const [low, high, lowRest, highRest] = pairs as [Local, Local, Local, Local];
  const [a, b, c, d] = rows.map(({ get }) => get) as [Code, Code, Code, Code];
  routine.emit(routine.repeat(
    blocks.get,
    at.set(from.get),
    ...rows.flatMap((row) => [row.set(f32x4.load(at.get, 4)), at.advance(fromStep.get)]),
    low.set(f32x4.shuffle(a, b, [0, 4, 1, 5])),
    lowRest.set(f32x4.shuffle(a, b, [2, 6, 3, 7])),
    high.set(f32x4.shuffle(c, d, [0, 4, 1, 5])),
    highRest.set(f32x4.shuffle(c, d, [2, 6, 3, 7])),
    store(low, high, [0, 1, 4, 5]),
    store(low, high, [2, 3, 6, 7]),
    store(lowRest, highRest, [0, 1, 4, 5]),
    store(lowRest, highRest, [2, 3, 6, 7]),
    from.advance(i32.of(16)),
  ));
  return routine;
}

/**
 * Copies `rows` rows of `pixels` pixels of `quads`·4 + `rest` numbers. They are read one after the
 * other, with `skip` bytes left out after each row, and written `rowStep` and `pixelStep` bytes apart.
 */
export function copyPixels(): Routine {
  const routine = new Routine("copyPixels");
  const [rows, pixels, quads, rest, from] = parameters(routine, 5) as [
    Local,
    Local,
    Local,
    Local,
    Local,
  ];
  const [skip, to, rowStep, pixelStep] = parameters(routine, 4) as [Local, Local, Local, Local];
  const [pixel, at] = [routine.local("i32"), routine.local("i32")];
  const copy = (lanes: 4 | 1) => [
    ...f32x4.store(at.get, f32x4.load(from.get, lanes), lanes),
    ...from.advance(i32.of(4 * lanes)),
    ...at.advance(i32.of(4 * lanes)),
  ];
  routine.emit(routine.repeat(
    rows.get,
    pixel.set(to.get),
    routine.repeat(
      pixels.get,
      at.set(pixel.get),
      routine.repeat(quads.get, copy(4)),
      routine.repeat(rest.get, copy(1)),
      pixel.advance(pixelStep.get),
    ),
    from.advance(skip.get),
    to.advance(rowStep.get),
  ));
  return routine;
}

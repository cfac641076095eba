/** Routines that copy numbers into the order in which tiles read them. */
import { f32x4, i32, type Local, Routine } from "./assembler.ts";

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

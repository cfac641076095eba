/** The gradient of max pooling with 2×2 windows side by side. */
import { bits, type Code, f32x4, i32, type Lanes, type Local, Routine } from "./assembler.ts";

/**
 * For one row of windows: passes each window's gradient to its first maximum in reading order. `row`
 * is the size of one row of the image in bytes, `depth` that of one pixel.
 */
export function maxPoolGradientRow(): Routine {
  const routine = new Routine("maxPoolGradientRow");
  const [windows, quads, rest, depth, row, x, y, dy, dx] = Array.from(
    { length: 9 },
    () => routine.parameter(),
  ) as [Local, Local, Local, Local, Local, Local, Local, Local, Local];
  const [top, gradient, taken, equal] = Array.from(
    { length: 4 },
    () => routine.local("v128"),
  ) as [Local, Local, Local, Local];
  const pixels = (base: Local): Code[] => {
    const below = i32.add(base.get, row.get);
    return [base.get, i32.add(base.get, depth.get), below, i32.add(below, depth.get)];
  };
  const elements = (lanes: Lanes): Code[] => {
    const [from, to] = [pixels(x), pixels(dx)];
    return [
      top.set(f32x4.load(y.get, lanes)),
      gradient.set(f32x4.load(dy.get, lanes)),
      taken.set(f32x4.equal(f32x4.load(from[0]!, lanes), top.get)),
      f32x4.store(to[0]!, bits.and(gradient.get, taken.get), lanes),
      ...[1, 2].flatMap((tap) => [
        equal.set(f32x4.equal(f32x4.load(from[tap]!, lanes), top.get)),
        f32x4.store(
          to[tap]!,
          bits.and(gradient.get, bits.andNot(equal.get, taken.get)),
          lanes,
        ),
        taken.set(bits.or(taken.get, equal.get)),
      ]),
      f32x4.store(to[3]!, bits.andNot(gradient.get, taken.get), lanes),
      ...[x, y, dy, dx].map((pointer) => pointer.advance(i32.of(4 * lanes))),
    ];
  };
  routine.emit(routine.repeat(
    windows.get,
    routine.repeat(quads.get, ...elements(4)),
    routine.repeat(rest.get, ...elements(1)),
    // A window is two pixels wide, and the loop above advances by one.
    x.advance(depth.get),
    dx.advance(depth.get),
  ));
  return routine;
}

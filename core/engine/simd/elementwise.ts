/** Chains of arithmetic, element by element, as one pass over the arrays. */
import { bits, type Code, f32x4, i32, type Lanes, type Local, Routine } from "./assembler.ts";

/** The primitives that vectors compute exactly as the engine's own kernels do. */
export const arithmetic: Readonly<Record<string, (...operands: Code[]) => Code>> = {
  add: f32x4.add,
  sub: f32x4.sub,
  mul: f32x4.mul,
  div: f32x4.div,
  maximum: f32x4.max,
  minimum: f32x4.min,
  sqrt: f32x4.sqrt,
  greater: (a, b) => bits.and(f32x4.greater(a!, b!), f32x4.of(1)),
  relu: (x) => f32x4.max(x!, f32x4.of(0)),
};

/** An operation on values: arrays are numbered first, then the results in their order. */
export interface ElementOperation {
  readonly name: string;
  readonly operands: readonly number[];
}

/** What a pass does, apart from addresses. Passes of the same form share one routine. */
export interface PassForm {
  /** Of each input array: is it one number for all elements? */
  readonly scalars: readonly boolean[];
  readonly operations: readonly ElementOperation[];
  /** The values written out. */
  readonly results: readonly number[];
}

/** A name that tells one form from another. */
export const formName = (form: PassForm): string => JSON.stringify(form);

/** Parameters: how many quads, how many more, the inputs' addresses, the results' addresses. */
export function pass(form: PassForm): Routine {
  const routine = new Routine(formName(form));
  const [quads, rest] = [routine.parameter(), routine.parameter()];
  const inputs = form.scalars.map(() => routine.parameter());
  const results = form.results.map(() => routine.parameter());
  const values = [...form.scalars, ...form.operations].map(() => routine.local("v128"));
  const at = routine.local("i32");
  const elements = (lanes: Lanes): Code[] => [
    ...inputs.flatMap((input, i) =>
      form.scalars[i] ? [] : [values[i]!.set(f32x4.load(i32.add(input.get, at.get), lanes))]
    ),
    ...form.operations.map(({ name, operands }, i) =>
      values[inputs.length + i]!.set(
        arithmetic[name]!(...operands.map((operand) => (values[operand] as Local).get)),
      )
    ),
    ...results.map((result, i) =>
      f32x4.store(i32.add(result.get, at.get), values[form.results[i]!]!.get, lanes)
    ),
    at.advance(i32.of(4 * lanes)),
  ];
  routine.emit(
    ...inputs.flatMap((input, i) =>
      form.scalars[i] ? [values[i]!.set(f32x4.spread(input.get))] : []
    ),
    routine.repeat(quads.get, ...elements(4)),
    routine.repeat(rest.get, ...elements(1)),
  );
  return routine;
}

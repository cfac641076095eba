/** Chains of elementwise arithmetic as one pass over the arrays. */
import { bits, type Code, f32x4, i32, type Lanes, type Local, Routine } from "./assembler.ts";

/** The primitives that vector instructions compute to the same bits as TensorFlow.js's kernels. */
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

/** An operation of a pass. Its operands are numbers of values: first the input arrays, then earlier results. */
export interface ElementOperation {
  readonly name: string;
  readonly operands: readonly number[];
}

/** What a pass computes, without addresses. Passes of equal form share one routine. */
export interface PassForm {
  /** For each input: is it one number for all elements? */
  readonly scalars: readonly boolean[];
  readonly operations: readonly ElementOperation[];
  /** The numbers of the values to store. */
  readonly results: readonly number[];
}

/** A routine's name, equal for equal forms. */
export const formName = (form: PassForm): string => JSON.stringify(form);

/** The routine of a form. Its parameters: the number of quads, of elements after them, and the addresses of inputs and results. */
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

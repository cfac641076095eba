/**
 * Shapes, and the error messages about them. Each message is written twice, side by side: as a type
 * (the compiler's error) and as a function (the error at run time). A test compares them word for
 * word.
 */
import { UserError } from "./errors.ts";
import type { LastActivation, Squeezing } from "./activations.ts";
import type { TensorSpec } from "./step.ts";

/** The spec of the first step's input: there is none. */
export interface NoInput extends TensorSpec {
  /** No sizes. */
  readonly shape: readonly [];
  /** No classes. */
  readonly classes: 0;
}

/** The spec of the first step's input: there is none. */
export const noInput: NoInput = Object.freeze({ shape: Object.freeze([] as const), classes: 0 });

/** The spec of an image of height `H`, width `W` and `C` channels, with `N` classes. */
export interface ImageSpec<H extends number, W extends number, C extends number, N extends number>
  extends TensorSpec {
  /** Height, width, channels. */
  readonly shape: readonly [H, W, C];
  /** The number of classes; 0 if there are no labels. */
  readonly classes: N;
}

/** The spec of a vector of length `L`, with `N` classes. */
export interface VectorSpec<L extends number, N extends number> extends TensorSpec {
  /** The length. */
  readonly shape: readonly [L];
  /** The number of classes; 0 if there are no labels. */
  readonly classes: N;
}

/** A spec whose numbers come out of the activation `A`. */
export type Activated<A extends LastActivation> = { readonly activation: A };

/** The last activation of a spec; `unknown` if the compiler does not know it. */
export type ActivationOf<I> = I extends Activated<infer A> ? A : unknown;

/**
 * The spec `O`, with the activation of the input `I`. That of softmax and sigmoid is dropped: their
 * numbers have a range or a sum, which a step that rearranges, averages or rescales need not keep.
 */
export type WithActivation<O, I> = I extends Activated<infer A>
  ? A extends Squeezing | `${Squeezing} after ${Squeezing}` ? O : O & Activated<A>
  : O;

/** The activation that a step passes on that rearranges its input; see `WithActivation`. */
export function activationOf({ activation }: TensorSpec): Pick<TensorSpec, "activation"> {
  return activation && !/softmax|sigmoid/.test(activation) ? { activation } : {};
}

/** A shape as text, such as 28x28x1, with "?" for a size that is not known (`number`). */
export type ShowShape<S> = S extends readonly [infer H extends number]
  ? `${number extends H ? "?" : H}`
  : S extends readonly [infer H extends number, ...infer R extends readonly number[]]
    ? `${number extends H ? "?" : H}x${ShowShape<R>}`
  : "?";

/** A shape as text, such as 28x28x1, with "?" for a size that is not known (NaN). */
export function showShape(shape: readonly number[]): string {
  return shape.map((n) => Number.isNaN(n) ? "?" : `${n}`).join("x");
}

/** What error messages say about the step before, which gives the shape `S`; [] if there is none. */
export type StepBefore<S> = S extends readonly []
  ? "it is the first step; begin with load(), image() or input()"
  : `the step before gives ${ShowShape<S>}`;

function before(shape: readonly number[]): string {
  return shape.length === 0
    ? "it is the first step; begin with load(), image() or input()"
    : `the step before gives ${showShape(shape)}`;
}

/** The shape of a spec. */
export type ShapeOf<I> = I extends { readonly shape: infer S } ? S : unknown;

/** The error of a step that needs an image and has another input. */
export type NeedsImage<Kind extends string, I> =
  `${Kind} needs an image (height, width, channels), but ${StepBefore<ShapeOf<I>>}`;

/**
 * Height, width and channels of the input of a step of this kind.
 *
 * @throws {UserError} If the input is not an image.
 */
export function needImage(kind: string, { shape }: TensorSpec): readonly [number, number, number] {
  const [height, width, channels] = shape;
  if (height === undefined || width === undefined || channels === undefined) {
    throw new UserError(`${kind} needs an image (height, width, channels), but ${before(shape)}`);
  }
  return [height, width, channels];
}

/** The error of a step that needs a vector and has another input. */
export type NeedsVector<Kind extends string, I> = ShapeOf<I> extends readonly []
  ? `${Kind} needs a vector, but ${StepBefore<[]>}`
  : `${Kind} needs a vector, but ${StepBefore<ShapeOf<I>>}; put flatten() between them`;

/**
 * The length of the input of a step of this kind.
 *
 * @throws {UserError} If the input is not a vector.
 */
export function needVector(kind: string, { shape }: TensorSpec): number {
  const [length, ...rest] = shape;
  if (length === undefined) throw new UserError(`${kind} needs a vector, but ${before(shape)}`);
  if (rest.length > 0) {
    throw new UserError(`${kind} needs a vector, but ${before(shape)}; put flatten() between them`);
  }
  return length;
}

/** The error of a step that needs an input and is the first. */
export type NeedsInput<Kind extends string> = `${Kind} needs an input, but ${StepBefore<[]>}`;

/**
 * Checks that a step of this kind has an input.
 *
 * @throws {UserError} If the step is the first.
 */
export function needInput(kind: string, { shape }: TensorSpec): void {
  if (shape.length === 0) throw new UserError(`${kind} needs an input, but ${before(shape)}`);
}

/** The error of a source that is not the first step. */
export type NotFirst<Kind extends string> = `${Kind} is a source; put it first or leave it out`;

/**
 * Checks that a source is the first step.
 *
 * @throws {UserError} If it is not.
 */
export function needFirst(kind: string, { shape }: TensorSpec): void {
  if (shape.length > 0) {
    throw new UserError(`${kind} is a source; put it first or leave it out`);
  }
}

/** Whether the sizes `A` are the expected ones, `E`; a size that is not known (`number`) always is. */
export type Fits<A, E> = A extends readonly [infer X extends number, ...infer R]
  ? E extends readonly [infer Y extends number, ...infer T] ? number extends X ? Fits<R, T>
    : number extends Y ? Fits<R, T>
    : X extends Y ? Fits<R, T>
    : false
  : false
  : E extends readonly [] ? true
  : false;

/** The number of elements of a shape; 1 for the shape [] of a scalar. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

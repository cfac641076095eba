/**
 * Shapes in both worlds: each sentence about a shape stands here twice, side by side, once as a
 * type (the compiler's error) and once as a function (the error at run time). A test compares them
 * word for word.
 */
import { UserError } from "./errors.ts";
import type { TensorSpec } from "./step.ts";

/** Nothing has flowed yet: what comes into the first step. */
export interface NoInput extends TensorSpec {
  readonly shape: readonly [];
  readonly classes: 0;
}

/** The flow before the first step. */
export const noInput: NoInput = Object.freeze({ shape: Object.freeze([] as const), classes: 0 });

/** An image flows: height, width, channels; `N` classes. */
export interface ImageSpec<H extends number, W extends number, C extends number, N extends number>
  extends TensorSpec {
  readonly shape: readonly [H, W, C];
  readonly classes: N;
}

/** A vector flows. */
export interface VectorSpec<L extends number, N extends number> extends TensorSpec {
  readonly shape: readonly [L];
  readonly classes: N;
}

type ShowSize<N extends number> = number extends N ? "?" : `${N}`;

/** 28x28x1; "?" for a size that is not known. */
export type ShowShape<S> = S extends readonly [infer H extends number] ? ShowSize<H>
  : S extends readonly [infer H extends number, ...infer R extends readonly number[]]
    ? `${ShowSize<H>}x${ShowShape<R>}`
  : "?";

/** 28x28x1; "?" for a size that is not known (NaN). */
export function showShape(shape: readonly number[]): string {
  return shape.map((n) => Number.isNaN(n) ? "?" : `${n}`).join("x");
}

type Before<S> = S extends readonly []
  ? "it is the first step; begin with load(), image() or input()"
  : `the step before gives ${ShowShape<S>}`;

function before(shape: readonly number[]): string {
  return shape.length === 0
    ? "it is the first step; begin with load(), image() or input()"
    : `the step before gives ${showShape(shape)}`;
}

/** The shape that flows in. */
export type ShapeOf<I> = I extends { readonly shape: infer S } ? S : unknown;

/** The sentence for a step that works on images and gets something else. */
export type NeedsImage<Kind extends string, I> =
  `${Kind} needs an image (height, width, channels), but ${Before<ShapeOf<I>>}`;

/** Height, width and channels of the image that flows in; throws a UserError when it is none. */
export function needImage(kind: string, { shape }: TensorSpec): readonly [number, number, number] {
  const [height, width, channels] = shape;
  if (height === undefined || width === undefined || channels === undefined) {
    throw new UserError(`${kind} needs an image (height, width, channels), but ${before(shape)}`);
  }
  return [height, width, channels];
}

/** The sentence for a step that works on vectors and gets something else. */
export type NeedsVector<Kind extends string, I> = ShapeOf<I> extends readonly []
  ? `${Kind} needs a vector, but ${Before<[]>}`
  : `${Kind} needs a vector, but ${Before<ShapeOf<I>>}; put flatten() between them`;

/** The length of the vector that flows in; throws a UserError when it is none. */
export function needVector(kind: string, { shape }: TensorSpec): number {
  const [length, ...rest] = shape;
  if (length === undefined) throw new UserError(`${kind} needs a vector, but ${before(shape)}`);
  if (rest.length > 0) {
    throw new UserError(`${kind} needs a vector, but ${before(shape)}; put flatten() between them`);
  }
  return length;
}

/** The sentence for a step that works on anything and stands first. */
export type NeedsInput<Kind extends string> = `${Kind} needs an input, but ${Before<[]>}`;

/** Throws a UserError when nothing flows in. */
export function needInput(kind: string, { shape }: TensorSpec): void {
  if (shape.length === 0) throw new UserError(`${kind} needs an input, but ${before(shape)}`);
}

/** The sentence for a source that does not stand first. */
export type NotFirst<Kind extends string> = `${Kind} is a source; put it first or leave it out`;

/** Throws a UserError when a source does not stand first. */
export function needFirst(kind: string, { shape }: TensorSpec): void {
  if (shape.length > 0) {
    throw new UserError(`${kind} is a source; put it first or leave it out`);
  }
}

/** Do the sizes fit the expected ones? An unknown one does. */
export type Fits<A, E> = A extends readonly [infer X extends number, ...infer R]
  ? E extends readonly [infer Y extends number, ...infer T] ? number extends X ? Fits<R, T>
    : number extends Y ? Fits<R, T>
    : X extends Y ? Fits<R, T>
    : false
  : false
  : E extends readonly [] ? true
  : false;

/** The number of elements of a shape; 1 for a scalar's `[]`. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

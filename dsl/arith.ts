/**
 * Arithmetic on number types, with which the compiler follows the shapes through a pipeline.
 *
 * A small number is a tuple of that length, built from its decimal digits, so that 224 costs three
 * instantiations rather than 224. A product is computed on decimal digits, as on paper. Where the
 * compiler does not know a number (`number`), or where one above 999 would have to become a tuple,
 * the result is `number`, which stands for any size; the check at run time remains.
 */

type Unary = readonly 0[];
/** Each digit as a tuple of that length; its keys also tell digits from other characters. */
interface Digits {
  "0": [];
  "1": [0];
  "2": [0, 0];
  "3": [0, 0, 0];
  "4": [0, 0, 0, 0];
  "5": [0, 0, 0, 0, 0];
  "6": [0, 0, 0, 0, 0, 0];
  "7": [0, 0, 0, 0, 0, 0, 0];
  "8": [0, 0, 0, 0, 0, 0, 0, 0];
  "9": [0, 0, 0, 0, 0, 0, 0, 0, 0];
}
type Digit = keyof Digits;

/** X repeated D times. */
type Times<X extends Unary, D extends Digit> = {
  "0": [];
  "1": X;
  "2": [...X, ...X];
  "3": [...X, ...X, ...X];
  "4": [...X, ...X, ...X, ...X];
  "5": [...X, ...X, ...X, ...X, ...X];
  "6": [...X, ...X, ...X, ...X, ...X, ...X];
  "7": [...X, ...X, ...X, ...X, ...X, ...X, ...X];
  "8": [...X, ...X, ...X, ...X, ...X, ...X, ...X, ...X];
  "9": [...X, ...X, ...X, ...X, ...X, ...X, ...X, ...X, ...X];
}[D];
type Ten<X extends Unary> = [...X, ...X, ...X, ...X, ...X, ...X, ...X, ...X, ...X, ...X];

/** The tuple of a number of one to three digits; "?" for anything else. */
type Tuple<N extends number> = `${N}` extends `${infer A extends Digit}${infer R}`
  ? R extends "" ? Digits[A]
  : R extends Digit ? [...Ten<Digits[A]>, ...Digits[R]]
  : R extends `${infer B extends Digit}${infer C extends Digit}`
    ? [...Ten<[...Ten<Digits[A]>, ...Digits[B]]>, ...Digits[C]]
  : "?"
  : "?";

/** N − K as a tuple, or "less" if K is larger than N. */
type Minus<N extends Unary, K extends Unary> = N extends readonly [...K, ...infer D extends 0[]] ? D
  : "less";

type Quotient<N extends Unary, S extends Unary, Q extends 0[] = []> = N extends
  readonly [...S, ...infer R extends 0[]] ? Quotient<R, S, [...Q, 0]> : Q;

/** ⌊N/S⌋ + 1. */
type Steps<N extends Unary, S extends number> = S extends 1 ? [...N, 0]["length"]
  : Tuple<S> extends infer T extends [0, ...0[]] ? [...Quotient<N, T>, 0]["length"]
  : number;

/** Whether A is at most B; `boolean` if the compiler cannot know. */
export type AtMost<A extends number, B extends number> = number extends A | B ? boolean
  : A extends B ? true
  : [Tuple<A>, Tuple<B>] extends [infer X extends Unary, infer Y extends Unary]
    ? Minus<Y, X> extends Unary ? true : false
  : boolean;

/** The (K − 1)·D + 1 pixels that a kernel of K taps with dilation D covers. */
type Covered<K extends Unary, D extends number> = D extends 1 ? K
  : K extends readonly [0, ...infer R extends 0[]]
    ? `${D}` extends infer S extends Digit ? [0, ...Times<R, S>] : "?"
  : "?";

/**
 * The output size of a window that slides without padding, ⌊(N − ((K − 1)·D + 1))/S⌋ + 1, or
 * `"none"` if the window does not fit.
 */
export type Valid<N extends number, K extends number, S extends number, D extends number = 1> =
  number extends N | K | S | D ? number
    : [K, S] extends [1, 1] ? N
    : [Tuple<N>, Tuple<K>] extends [infer X extends Unary, infer Y extends Unary]
      ? Covered<Y, D> extends infer C extends Unary
        ? Minus<X, C> extends infer R extends Unary ? Steps<R, S> : "none"
      : number
    : number;

/** The output size with padding `same`: ⌈N/S⌉. */
export type Same<N extends number, S extends number> = number extends N | S ? number
  : S extends 1 ? N
  : Tuple<N> extends readonly [0, ...infer R extends 0[]] ? Steps<R, S>
  : number;

// Multiplication as on paper. A number is the list of its digits as tuples, the last digit first; a
// column may hold more than nine until its tens are carried.
type Columns = readonly Unary[];

type Split<S extends string, A extends Columns = []> = S extends
  `${infer H extends Digit}${infer R}` ? Split<R, [Digits[H], ...A]>
  : S extends "" ? A
  : "?";

type Scale<B extends Columns, D extends Digit, A extends Columns = []> = B extends
  readonly [infer H extends Unary, ...infer R extends Columns] ? Scale<R, D, [...A, Times<H, D>]>
  : A;

type AddColumns<A extends Columns, B extends Columns, O extends Columns = []> = A extends
  readonly [infer X extends Unary, ...infer R extends Columns]
  ? B extends readonly [infer Y extends Unary, ...infer T extends Columns]
    ? AddColumns<R, T, [...O, [...X, ...Y]]>
  : [...O, ...A]
  : [...O, ...B];

/** Takes the digits of A from the front: the sum so far times ten (an empty column) plus digit × B. */
type Product<A extends string, B extends Columns, O extends Columns = []> = A extends
  `${infer H extends Digit}${infer R}`
  ? Product<R, B, AddColumns<O extends readonly [] ? [] : [[], ...O], Scale<B, H>>>
  : A extends "" ? O
  : "?";

/** Carries the tens of each column to the next one and writes the digits down. */
type Carry<C extends Columns, K extends Unary = [], O extends string = ""> = C extends
  readonly [infer H extends Unary, ...infer R extends Columns]
  ? `${[...H, ...K]["length"] & number}` extends infer S extends string
    ? S extends Digit ? Carry<R, [], `${S}${O}`>
    : S extends `${infer T extends Digit}${infer D extends Digit}` ? Carry<R, Digits[T], `${D}${O}`>
    : S extends `${infer U extends Digit}${infer T extends Digit}${infer D extends Digit}`
      ? Carry<R, [...Ten<Digits[U]>, ...Digits[T]], `${D}${O}`>
    : "?"
  : "?"
  : K extends readonly [] ? O
  : `${K["length"] & number}${O}`;

/** A·B. */
export type Multiply<A extends number, B extends number> = number extends A | B ? number
  : A extends 1 ? B
  : B extends 1 ? A
  : Split<`${B}`> extends infer Y extends Columns
    ? Product<`${A}`, Y> extends infer C extends Columns
      ? Carry<C> extends `${infer N extends number}` ? N : number
    : number
  : number;

/** A + B. */
export type Add<A extends number, B extends number> = number extends A | B ? number
  : [Split<`${A}`>, Split<`${B}`>] extends [infer X extends Columns, infer Y extends Columns]
    ? Carry<AddColumns<X, Y>> extends `${infer N extends number}` ? N : number
  : number;

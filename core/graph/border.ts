/** The border at which tensors and weights enter: their shapes and their numbers are checked here. */
import { UserError } from "../base/errors.ts";
import { sizeOf, type Tensor } from "./tensor.ts";

const shapeText = (shape: readonly number[]) => shape.length === 0 ? "a number" : shape.join("x");

/** Whether a shape is the expected one; an expected size that is not known (NaN) may be any. */
const agrees = (found: readonly number[], expected: readonly number[]): boolean =>
  found.length === expected.length &&
  expected.every((n, axis) => Number.isNaN(n) || n === found[axis]);

/**
 * Checks that a tensor has a shape, as many numbers as the shape says, and only finite ones.
 *
 * @param action What an error says cannot be done, such as "predict".
 * @param name What an error calls the tensor, such as "x" or "conv1/kernel".
 * @throws {UserError} If the shape, the number of numbers or one of them is wrong.
 */
export function requireTensor(
  action: string,
  name: string,
  tensor: Tensor,
  expected: readonly number[],
): void {
  if (!agrees(tensor.shape, expected)) throw wrongShape(action, name, tensor, shapeText(expected));
  requireNumbers(action, name, tensor, false);
}

/**
 * Checks that a tensor is a batch of at least one example of a shape, with only finite numbers.
 *
 * @param example The shape of one example.
 * @throws {UserError} If the shape, the number of numbers or one of them is wrong.
 */
export function requireBatch(
  action: string,
  name: string,
  tensor: Tensor,
  example: readonly number[],
): void {
  const [count, ...found] = tensor.shape;
  if (count === undefined || !agrees(found, example)) {
    throw wrongShape(action, name, tensor, ["[batch]", ...example].join("x"));
  }
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new UserError(
      `Cannot ${action}: expected at least 1 example in ${name}, found ${count}. Give one.`,
    );
  }
  requireNumbers(action, name, tensor, true);
}

const wrongShape = (action: string, name: string, { shape }: Tensor, expected: string) =>
  new UserError(
    `Cannot ${action}: expected ${name} of shape ${expected}, found ${
      shapeText(shape)
    }. Give a tensor of that shape.`,
  );

function requireNumbers(action: string, name: string, { shape, data }: Tensor, batch: boolean) {
  if (data.length !== sizeOf(shape)) {
    throw new UserError(
      `Cannot ${action}: expected ${sizeOf(shape)} numbers in ${name} of shape ` +
        `${shapeText(shape)}, found ${data.length}. Give as many as the shape says.`,
    );
  }
  requireFinite(action, name, data, batch ? shape.slice(1) : shape, batch);
}

/**
 * Checks that all numbers are finite. One pass over them takes about 2 ns per number.
 *
 * @param shape The shape of one example if there are many, otherwise of the whole.
 * @param batch Whether `data` holds one example after the other.
 * @throws {UserError} If a number is NaN or infinite; the sentence says where.
 */
export function requireFinite(
  action: string,
  name: string,
  data: Float32Array | Uint8Array,
  shape: readonly number[],
  batch: boolean,
): void {
  if (data instanceof Uint8Array || isFinite(data)) return;
  const at = data.findIndex((value) => !Number.isFinite(value));
  const size = sizeOf(shape);
  const place = batch ? `example ${Math.floor(at / size)}` : name;
  const inside = shape.length === 0 ? "" : ` at [${indexOf(at % size, shape).join(", ")}]`;
  throw new UserError(
    `Cannot ${action}: expected finite numbers in ${name}, found ${
      data[at]
    } in ${place}${inside} ` +
      "(counted from 0). Correct it or leave it out.",
  );
}

function isFinite(data: Float32Array): boolean {
  let sum = 0;
  // A finite number times 0 is 0; NaN and infinities give NaN, which the sum keeps.
  for (let i = 0; i < data.length; i++) sum += data[i]! * 0;
  return sum === 0;
}

/** The index along each axis of number `at` in row-major order. */
function indexOf(at: number, shape: readonly number[]): number[] {
  return shape.map((n, axis) => Math.floor(at / sizeOf(shape.slice(axis + 1))) % n);
}

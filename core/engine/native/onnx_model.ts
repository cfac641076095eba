/**
 * An ONNX model under construction (opset 17). Equal operations on the same operands are built once,
 * so two lowerings that need the same intermediate result share it without knowing of each other.
 */
import type { Shape } from "../../graph/node.ts";
import { encodeModel } from "./onnx.ts";
import type { Attribute, Constant, Name, OnnxOperation } from "./onnx_parts.ts";

/** ONNX's numbers for element types. */
export const ElementType = { float: 1, int32: 6, int64: 7, bool: 9 } as const;

const raw = (data: ArrayBufferView) =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/** Collects operations, constants, inputs and outputs; {@linkcode OnnxModel.encode} writes the file. */
export class OnnxModel {
  readonly #operations: OnnxOperation[] = [];
  readonly #producers = new Map<Name, OnnxOperation>();
  readonly #made = new Map<string, readonly Name[]>();
  readonly #initializers = new Map<Name, Constant>();
  readonly #inputs: { name: Name; shape: Shape }[] = [];
  readonly #outputs: { from: Name; name: Name; shape: Shape }[] = [];
  #names = 0;

  /** Applies an operation with one result. */
  op(
    type: string,
    inputs: readonly Name[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): Name {
    const key = `${type} ${inputs.join()} ${JSON.stringify(attributes)}`;
    const before = this.#made.get(key);
    if (before) return before[0]!;
    const outputs = [`${type}${++this.#names}`];
    const operation = { type, inputs, outputs, attributes };
    this.#operations.push(operation);
    this.#producers.set(outputs[0]!, operation);
    this.#made.set(key, outputs);
    return outputs[0]!;
  }

  /** The type and operands of the operation that makes a tensor; undefined for inputs and constants. */
  producer(name: Name): { readonly type: string; readonly inputs: readonly Name[] } | undefined {
    return this.#producers.get(name);
  }

  /** A constant of 64-bit integers, which is how ONNX reads shapes and axes. */
  longs(values: readonly number[]): Name {
    return this.#constant(
      `long ${values.join()}`,
      ElementType.int64,
      [values.length],
      () => BigInt64Array.from(values, BigInt),
    );
  }

  /** A scalar constant. */
  scalar(value: number): Name {
    return this.#constant(
      `float ${Object.is(value, -0) ? "-0" : value}`,
      ElementType.float,
      [],
      () => Float32Array.of(value),
    );
  }

  /** A constant of floats. Its numbers are made once per key. */
  floats(key: string, dims: Shape, make: () => Float32Array): Name {
    return this.#constant(`floats ${key}`, ElementType.float, dims, make);
  }

  /** A constant of indices. Its numbers are made once per key. */
  indices(key: string, dims: Shape, make: () => Int32Array): Name {
    return this.#constant(`indices ${key}`, ElementType.int32, dims, make);
  }

  /** A constant of floats that is not shared. */
  array(data: Float32Array, dims: Shape): Name {
    return this.floats(`array ${++this.#names}`, dims, () => data);
  }

  #constant(key: string, type: number, dims: Shape, make: () => ArrayBufferView): Name {
    const before = this.#made.get(key);
    if (before) return before[0]!;
    const name = `constant${++this.#names}`;
    this.#initializers.set(name, { type, dims, data: raw(make()) });
    this.#made.set(key, [name]);
    return name;
  }

  /** Declares an input of floats. */
  input(name: Name, shape: Shape): Name {
    this.#inputs.push({ name, shape });
    return name;
  }

  /** Declares a tensor as an output under a name of its own. */
  output(from: Name, name: Name, shape: Shape): void {
    this.#outputs.push({ from, name, shape });
  }

  reshape(x: Name, shape: Shape): Name {
    // Of two reshapes in a row only the second matters.
    const made = this.#producers.get(x);
    const from = made?.type === "Reshape" ? made.inputs[0]! : x;
    return this.op("Reshape", [from, this.longs(shape)]);
  }

  concat(parts: readonly Name[], axis: number): Name {
    return parts.length === 1 ? parts[0]! : this.op("Concat", parts, { axis });
  }

  /** Picks entries along an axis; the shape of the indices replaces the axis in the result's shape. */
  gather(x: Name, indices: Name, axis: number): Name {
    return this.op("Gather", [x, indices], { axis });
  }

  /** The part from `begin` up to `end` of one axis. */
  slice(x: Name, axis: number, begin: number, end: number): Name {
    return this.op("Slice", [x, this.longs([begin]), this.longs([end]), this.longs([axis])]);
  }

  /** The operations that the outputs depend on, with the outputs' names for their results. */
  #needed(): OnnxOperation[] {
    const needed = new Set(this.#outputs.map((output) => output.from));
    const operations: OnnxOperation[] = [];
    for (const operation of this.#operations.toReversed()) {
      if (!operation.outputs.some((name) => needed.has(name))) continue;
      operations.push(operation);
      for (const name of operation.inputs) needed.add(name);
    }
    const renamed = new Map<Name, Name>();
    const copies: OnnxOperation[] = [];
    for (const { from, name } of this.#outputs) {
      // An output must be the result of an operation and have one name: anything else is copied.
      if (this.#producers.has(from) && !renamed.has(from)) renamed.set(from, name);
      else copies.push({ type: "Identity", inputs: [from], outputs: [name], attributes: {} });
    }
    const rename = (name: Name) => renamed.get(name) ?? name;
    return [
      ...operations.reverse().map((operation) => ({
        ...operation,
        outputs: operation.outputs.map(rename),
      })),
      ...copies,
    ].map((operation) => ({ ...operation, inputs: operation.inputs.map(rename) }));
  }

  /** The tensors that the operations read which the outputs depend on. */
  reads(): ReadonlySet<Name> {
    return new Set(this.#needed().flatMap((operation) => operation.inputs));
  }

  /**
   * The model as an ONNX file, without operations and constants that no output depends on.
   *
   * @param omitted inputs to leave out, which no operation reads
   */
  encode(omitted: ReadonlySet<Name> = new Set()): Uint8Array<ArrayBuffer> {
    const used = this.reads();
    const constants = [...this.#initializers].filter(([name]) => used.has(name));
    const inputs = this.#inputs.filter(({ name }) => !omitted.has(name));
    return encodeModel(this.#needed(), constants, inputs, this.#outputs);
  }
}

/**
 * Writes a model as an ONNX file, message by message.
 *
 * Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
import type { Shape } from "../../graph/node.ts";
import type { Attribute, Constant, Name, OnnxOperation } from "./onnx_parts.ts";
import * as proto from "./proto.ts";

/** A tensor of 32-bit floats that the model reads or writes. */
interface Value {
  readonly name: Name;
  readonly shape: Shape;
}

/** onnx.TensorProto.DataType.FLOAT. */
const FLOAT = 1;

/** The bytes of the file (IR version 8, opset 17). */
export function encodeModel(
  operations: readonly OnnxOperation[],
  constants: readonly (readonly [Name, Constant])[],
  inputs: readonly Value[],
  outputs: readonly Value[],
): Uint8Array<ArrayBuffer> {
  return proto.join([
    proto.int(1, 8), // ir_version
    proto.message(
      7, // graph
      ...operations.map(encodeOperation),
      proto.text(2, "convlab"),
      ...constants.map(([name, { type, dims, data }]) =>
        proto.message(
          5, // initializer
          ...dims.map((size) => proto.int(1, size)),
          proto.int(2, type),
          proto.text(8, name),
          proto.bytes(9, data),
        )
      ),
      ...inputs.map(({ name, shape }) => encodeValue(11, name, shape)),
      ...outputs.map(({ name, shape }) => encodeValue(12, name, shape)),
    ),
    proto.message(8, proto.text(1, ""), proto.int(2, 17)), // opset_import
  ]);
}

function encodeAttribute(name: string, value: Attribute): proto.Encoded {
  const content = typeof value === "number"
    ? [proto.int(3, value), proto.int(20, 2)]
    : "float" in value
    ? [proto.float(2, value.float), proto.int(20, 1)]
    : [...value.map((entry) => proto.int(8, entry)), proto.int(20, 7)];
  return proto.message(5, proto.text(1, name), ...content);
}

const encodeOperation = ({ type, inputs, outputs, attributes }: OnnxOperation): proto.Encoded =>
  proto.message(
    1, // node
    ...inputs.map((name) => proto.text(1, name)),
    ...outputs.map((name) => proto.text(2, name)),
    proto.text(3, outputs[0]!),
    proto.text(4, type),
    ...Object.entries(attributes).map(([name, value]) => encodeAttribute(name, value)),
  );

const encodeValue = (field: number, name: Name, shape: Shape): proto.Encoded =>
  proto.message(
    field,
    proto.text(1, name),
    proto.message(
      2, // type
      proto.message(
        1, // tensor_type
        proto.int(1, FLOAT),
        proto.message(2, ...shape.map((size) => proto.message(1, proto.int(1, size)))),
      ),
    ),
  );

import { assertThrows } from "@std/assert";
import { decodeSafetensors } from "../../core/weights/safetensors.ts";
import { UserError } from "../../dsl/errors.ts";
import { file } from "./safetensors_file.ts";

Deno.test("decodeSafetensors() refuses a tensor of more bytes than its shape needs", () => {
  const header = '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}';
  assertThrows(() => decodeSafetensors(file(header, 8), "x"), UserError, "expected 4 bytes");
});

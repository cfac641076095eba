import { assertEquals, assertRejects } from "@std/assert";
import { expectedLength, truncatedFile } from "../../core/engine/native/intact.ts";
import { nativeEngine, nativeUnavailable } from "../../core/engine/native/mod.ts";
import { importLibrary, LibraryError } from "../../core/engine/native/runtime.ts";
import { UserError } from "../../dsl/errors.ts";
import { withFolder } from "../data/server.ts";

/** The header of an ELF file whose three sections of 64 bytes begin at byte 1,000. */
function elf(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1]);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(40, 1000n, true);
  view.setUint16(58, 64, true);
  view.setUint16(60, 3, true);
  return bytes;
}

Deno.test("expectedLength() reads where an ELF file ends, and nothing of other files", () => {
  assertEquals(expectedLength(elf(64)), 1192);
  assertEquals(expectedLength(new Uint8Array(64)), 0);
  assertEquals(expectedLength(new Uint8Array(3)), 0);
});

Deno.test("truncatedFile() names the library that was cut", () =>
  withFolder(async (folder) => {
    await Deno.writeFile(`${folder}/a.so`, elf(1192));
    assertEquals(truncatedFile(folder), undefined);
    await Deno.writeFile(`${folder}/b.so`, elf(1191));
    assertEquals(truncatedFile(folder), "b.so");
    await Deno.remove(`${folder}/b.so`);
    await Deno.writeFile(`${folder}/c.so`, new Uint8Array());
    assertEquals(truncatedFile(folder), "c.so");
  }));

Deno.test("importLibrary() gives the reason in one line, whatever fails", async () => {
  const failing = (): Promise<never> =>
    Promise.reject(new Error("libx.so: invalid ELF header.\nStack: …"));
  const error = await assertRejects(() => importLibrary({ load: failing }), LibraryError);
  assertEquals(error.message, "libx.so: invalid ELF header");
  const missing = (): never => {
    throw new Error("Cannot find module 'onnxruntime-node'\nRequire stack: …");
  };
  if (Deno.build.os === "linux") {
    const { message } = await assertRejects(() => importLibrary({ folder: missing }), LibraryError);
    assertEquals(message, "Cannot find module 'onnxruntime-node'");
  }
});

Deno.test({
  name: "nativeEngine() refuses a library that does not load, in one line",
  ignore: nativeUnavailable() !== undefined,
  fn: async () => {
    const load = (): Promise<never> => Promise.reject(new LibraryError("the file libx.so was cut"));
    const error = await assertRejects(() => nativeEngine({}, load), UserError);
    assertEquals(
      error.message,
      "Cannot open the engine native: ONNX Runtime does not load (the file libx.so was cut); " +
        "install it again with deno ci. Use the engine wasm instead.",
    );
  },
});

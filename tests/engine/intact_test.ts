import { assertEquals, assertRejects } from "@std/assert";
import { brokenFile, sectionTable } from "../../core/engine/native/intact.ts";
import { nativeEngine, nativeUnavailable } from "../../core/engine/native/mod.ts";
import { importLibrary, LibraryError } from "../../core/engine/native/runtime.ts";
import { UserError } from "../../dsl/errors.ts";
import { withFolder } from "../data/server.ts";

/** An ELF file of `length` bytes whose three sections of 64 bytes begin at byte 1,000. */
function elf(length: number, change?: (view: DataView) => void): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(2000);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1]);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(40, 1000n, true);
  [64, 3, 2].forEach((number, i) => view.setUint16(58 + 2 * i, number, true));
  // No section, 8 bytes of data at byte 64, and the names.
  const sections = [[0, 0n, 0n], [1, 64n, 8n], [3, 72n, 20n]] as const;
  sections.forEach(([type, offset, size], i) => {
    view.setUint32(1000 + 64 * i + 4, type, true);
    view.setBigUint64(1000 + 64 * i + 24, offset, true);
    view.setBigUint64(1000 + 64 * i + 32, size, true);
  });
  change?.(view);
  return bytes.slice(0, length);
}

Deno.test("sectionTable() reads where an ELF file ends, and nothing of other files", () => {
  assertEquals(sectionTable(elf(64)), { offset: 1000, entry: 64, count: 3, names: 2 });
  assertEquals(sectionTable(new Uint8Array(64)), undefined);
  assertEquals(sectionTable(new Uint8Array(3)), undefined);
});

const BROKEN: readonly [string, Uint8Array<ArrayBuffer>, string | undefined][] = [
  ["is whole", elf(1192), undefined],
  ["has more bytes behind it", elf(2000), undefined],
  ["is none of ELF's, which Linux refuses", new Uint8Array(100), undefined],
  ["was cut", elf(1191), "the file a.so was cut"],
  ["is empty", new Uint8Array(), "the file a.so was cut"],
  ["ends in zeros", elf(1192).fill(0, 1000), "the file a.so is damaged"],
  ["ends in noise", elf(1192).fill(0xa5, 1000), "the file a.so is damaged"],
  [
    "has a section outside",
    elf(1192, (view) => view.setBigUint64(1000 + 64 + 32, 2000n, true)),
    "the file a.so is damaged",
  ],
  [
    "has entries of another size",
    elf(1192, (view) => view.setUint16(58, 40, true)),
    "the file a.so is damaged",
  ],
];

for (const [what, bytes, expected] of BROKEN) {
  Deno.test(`brokenFile() says of a library that ${what}: ${expected ?? "nothing"}`, () =>
    withFolder(async (folder) => {
      await Deno.writeFile(`${folder}/a.so`, bytes);
      assertEquals(brokenFile(folder), expected);
    }));
}

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

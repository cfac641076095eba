/** Opening engines by name. */
import { assertEquals, assertThrows } from "@std/assert";
import { nativeUnavailable } from "../../core/engine/native/mod.ts";
import { engineNames, openEngine } from "../../core/engine/open.ts";
import { UserError } from "../../dsl/errors.ts";

/** What a process prints that opens an engine with permission to read only. */
async function openWithoutFfi(name: string): Promise<string> {
  const module = new URL("../../core/engine/open.ts", import.meta.url);
  const program = `
    import { openEngine } from "${module}";
    const tell = console.log;
    try {
      console.log((await openEngine("${name}", { tell })).name);
    } catch (error) {
      console.log(\`\${error.name}: \${error.message}\`);
    }`;
  const process = new Deno.Command("deno", {
    args: ["run", "--quiet", "--no-check", "--no-prompt", "--allow-read", "-"],
    cwd: new URL("../../", import.meta.url),
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const writer = process.stdin.getWriter();
  await writer.write(new TextEncoder().encode(program));
  await writer.close();
  return new TextDecoder().decode((await process.output()).stdout);
}

const missing = nativeUnavailable();
if (missing !== undefined) console.log(`Skipped, opening native: ${missing}`);

Deno.test("openEngine() opens every engine by its name", async () => {
  for (const name of [...missing === undefined ? ["native"] : [], "wasm", "simd", "cpu", "loops"]) {
    assertEquals((await openEngine(name)).name, name);
  }
});

Deno.test("openEngine() passes the number of threads on", async () => {
  if (missing === undefined) assertEquals((await openEngine("native", { threads: 3 })).threads, 3);
});

Deno.test("core/engine/README.md names every engine that openEngine() opens", async () => {
  const text = await Deno.readTextFile(new URL("../../core/engine/README.md", import.meta.url));
  const named = [...text.matchAll(/^\| `(\w+)` /gm)].map(([, name]) => name);
  assertEquals(named.sort(), [...engineNames].sort());
});

Deno.test("openEngine() names the engines when it does not know one", () => {
  assertThrows(
    () => openEngine("toString"),
    UserError,
    `Cannot use the engine "toString": expected one of ${engineNames.join(", ")}.`,
  );
});

Deno.test("openEngine() takes wasm for auto without --allow-ffi, and tells why", async () => {
  assertEquals(
    await openWithoutFfi("auto"),
    "Using the engine wasm: ONNX Runtime needs the permission --allow-ffi.\nwasm\n",
  );
});

Deno.test("openEngine() refuses native without --allow-ffi, and names the way out", async () => {
  assertEquals(
    await openWithoutFfi("native"),
    "UserError: Cannot open the engine native: ONNX Runtime needs the permission --allow-ffi. " +
      "Use the engine wasm instead.\n",
  );
});

/** What every engine promises of its store. */
import { assertEquals } from "@std/assert";
import { openEngine } from "../../core/engine/open.ts";

for (const name of ["loops", "native", "wasm", "simd", "cpu"]) {
  Deno.test(`a store of ${name} keeps copies of what is written, and gives copies`, async () => {
    const store = (await openEngine(name)).store({ a: Float32Array.of(1, 2) });
    const numbers = Float32Array.of(3, 4);
    store.write("a", numbers);
    numbers.fill(0);
    const read = await store.read("a");
    assertEquals(read, Float32Array.of(3, 4));
    store.write("a", Float32Array.of(5, 6));
    assertEquals(read, Float32Array.of(3, 4));
    read.fill(0);
    assertEquals(await store.read("a"), Float32Array.of(5, 6));
    store.close();
  });
}

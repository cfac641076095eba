/** The README's table of primitives and the primitives that exist are the same. */
import { assert, assertEquals } from "@std/assert";
import type { Primitive } from "../../core/graph/node.ts";

const room = new URL("../../core/graph/", import.meta.url);

const isPrimitive = (value: unknown): value is Primitive =>
  typeof value === "object" && value !== null && "compute" in value && "shape" in value &&
  "name" in value;

/** Everything that the files of primitives/ export and that is a primitive. */
async function exported(): Promise<Primitive[]> {
  const found: Primitive[] = [];
  for await (const { name } of Deno.readDir(new URL("primitives/", room))) {
    const exports: Record<string, unknown> = await import(`../../core/graph/primitives/${name}`);
    found.push(...Object.values(exports).filter(isPrimitive));
  }
  return found;
}

/** The table's rows, as the primitive's name and the cell about its gradient. */
async function rows(): Promise<{ readonly name: string; readonly gradient: string }[]> {
  const text = await Deno.readTextFile(new URL("README.md", room));
  return [...text.matchAll(/^\| `(\w+)` *\|[^|]*\|[^|]*\| ([^|]*?) *\|$/gm)]
    .map(([, name = "", gradient = ""]) => ({ name, gradient }));
}

Deno.test("core/graph/README.md names every primitive, and no other, once", async () => {
  const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name).sort();
  const primitives = await exported();
  assert(primitives.length > 30, "the files of primitives/ were not found");
  assertEquals(names(await rows()), names(primitives));
});

Deno.test("core/graph/README.md tells which primitives have no gradient rule", async () => {
  const without = (await exported()).filter(({ gradient }) => !gradient).map(({ name }) => name);
  const told = (await rows()).filter(({ gradient }) => ["leaf", "no rule"].includes(gradient));
  assertEquals(told.map(({ name }) => name).sort(), without.sort());
});

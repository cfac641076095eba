import { assertEquals } from "@std/assert";
import { complaint, madeBy } from "../../tools/bundle_page.ts";

const file = "core/report/live/convlab.generated.js";

Deno.test("check:bundle names a script that is not what the sources give", () => {
  assertEquals(complaint("let a=1;", "let a=1;"), undefined);
  for (const text of ["let a=2;", undefined]) {
    assertEquals(
      complaint(text, "let a=1;"),
      `${file} is not what core/live/page.ts gives now. Run deno task bundle:page.`,
    );
  }
});

Deno.test("check:bundle refuses a script that is too large for a page", () => {
  const script = "ü".repeat(60_001);
  assertEquals(
    complaint(script, script),
    `${file}: expected at most 120000 bytes, found 120002. Keep something out of the page.`,
  );
});

Deno.test("check:bundle refuses what ends a script in a page, and what a page has not", () => {
  for (const found of ["</script", "<!--", "import(", "require(", "node:"]) {
    const script = `f("${found}")`;
    assertEquals(
      complaint(script, script),
      `${file}: expected a script that a page can hold, found "${found}" in it.`,
    );
  }
});

Deno.test("check:bundle reads from the script's first line which Deno made it", async () => {
  const text = await Deno.readTextFile(new URL(`../../${file}`, import.meta.url));
  assertEquals(/^\d+\.\d+\.\d+$/.test(madeBy(text) ?? ""), true);
  assertEquals(madeBy("let a=1;"), undefined);
});

import { assertEquals } from "@std/assert";
import { neighboursOf } from "../../core/lab/neighbours.ts";
import { neighboursHtml } from "../../core/report/page/top.ts";
import { withFolder } from "../cli/convlab.ts";
import { sampleInput } from "../report/sample.ts";
import { seen } from "../report/texts.ts";

const lab = (name: string, title: string) =>
  `/**\n * @title ${title}\n * @section S\n * @run deno run ${name}\n * @needs nothing\n` +
  " * @minutes 1\n * @goals\n * - g\n */\n";

Deno.test("neighboursOf() finds the numbered labs before and after", () =>
  withFolder(async (folder) => {
    const files = {
      "01_a.ts": lab("01_a.ts", "A · 가"),
      "02_b.ts": lab("02_b.ts", "B"),
      "03_c.ts": "no header",
      "mine.ts": lab("mine.ts", "Mine"),
    };
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(`${folder}/${name}`, text);
    }
    const [a, b] = [{ lab: "01_a", title: "A · 가" }, { lab: "02_b", title: "B" }];
    assertEquals(await neighboursOf(`${folder}/01_a.ts`), { next: b });
    assertEquals(await neighboursOf(`${folder}/02_b.ts`), { previous: a });
    assertEquals(await neighboursOf(`${folder}/03_c.ts`), { previous: b });
    assertEquals(await neighboursOf(`${folder}/mine.ts`), {});
  }));

Deno.test("neighboursHtml() links to both, in both languages", async () => {
  const next = { lab: "02_b", title: "B & C · 나" };
  const html = neighboursHtml({ ...await sampleInput(), neighbours: { next } });
  assertEquals(seen(html).replace(/\s+/g, " "), "Next lab B &amp; C 나");
  assertEquals(seen(html, "ko").replace(/\s+/g, " "), "다음 실습 나 B &amp; C");
  assertEquals(html.match(/<a rel="next" href="02_b\.html">/g)?.length, 1);
  assertEquals(neighboursHtml(await sampleInput()), "");
});

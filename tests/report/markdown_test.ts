import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { UserError } from "../../dsl/errors.ts";
import { createMarkdown } from "../../core/report/markdown/markdown.ts";
import { closingDollar } from "../../core/report/markdown/math.ts";
import { highlight } from "../../core/report/markdown/highlight.ts";

const render = (text: string) => createMarkdown().render(text).trim();

Deno.test("createMarkdown() recognizes Korean emphasis that ends in a bracket", () => {
  assertEquals(render("**특징(feature)**을"), "<p><strong>특징(feature)</strong>을</p>");
});

Deno.test("createMarkdown() writes maths as MathML without styles of its own", () => {
  const html = render("The sum $a^2$ is");
  assertStringIncludes(html, "<math");
  assertStringIncludes(html, "<msup><mi>a</mi><mn>2</mn></msup>");
  assertEquals(html.includes("style="), false);
});

Deno.test("createMarkdown() takes $$ in a line, on a line and over lines for display maths", () => {
  for (
    const text of [
      "so $$x$$ it is",
      "$$x$$",
      "$$\nx\n$$",
      "text\n$$\nx\n$$\ntext",
      "- item\n\n  $$\n  x\n  $$",
    ]
  ) {
    assertStringIncludes(render(text), 'display="block"');
  }
});

Deno.test("createMarkdown() leaves prices, lone dollars and escaped dollars alone", () => {
  assertEquals(render("$5 and $6"), "<p>$5 and $6</p>");
  assertEquals(render("a $ b $ c"), "<p>a $ b $ c</p>");
  assertEquals(render("\\$x$"), "<p>$x$</p>");
  assertEquals(render("`$x$`"), "<p><code>$x$</code></p>");
});

Deno.test("closingDollar() skips an escaped dollar", () => {
  assertEquals(closingDollar("a\\$b$", 0), 4);
  assertEquals(closingDollar("", 0), -1);
});

Deno.test("createMarkdown() escapes HTML and makes no request", () => {
  assertEquals(
    render("<script>alert(1)</script>"),
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
  );
  assertEquals(render("[x](javascript:alert(1))").includes("href"), false);
  assertEquals(render("![a picture](https://example.org/a.png)"), "<p>a picture</p>");
});

Deno.test("createMarkdown() gives headings unique ids, and keeps h1 for the page's title", () => {
  const markdown = createMarkdown();
  assertEquals(
    markdown.render("# 합성곱 layer").trim(),
    '<h2 id="section-합성곱-layer">합성곱 layer</h2>',
  );
  markdown.render("## 합성곱 layer");
  assertEquals(markdown.headings, [
    { level: 2, id: "section-합성곱-layer", text: "합성곱 layer" },
    { level: 2, id: "section-합성곱-layer-2", text: "합성곱 layer" },
  ]);
});

Deno.test("createMarkdown() names maths that it cannot parse", () => {
  const error = assertThrows(() => render("$\\frac{1}$"), UserError);
  assertEquals(
    error.message,
    'Maths "\\frac{1}": expected TeX that KaTeX can parse, found "Unexpected end of input in a ' +
      "macro argument, expected '}' at end of input: \\frac{1}\". Correct it.",
  );
});

Deno.test("highlight() colours the languages of labs and escapes the rest", () => {
  assertStringIncludes(highlight("const a = 1;", "ts"), '<span class="hljs-keyword">const</span>');
  assertEquals(highlight("<b>", "cobol"), "&lt;b&gt;");
});
